/** Makes one task's changes and believes only what it reads back. */
import { SwkError } from '../../errors/diagnostic.ts'
import type { Step } from '../../resources/kind.ts'
import { quote } from '../../shell/sh.ts'
import type { Frame, Reply } from '../../transport/session.ts'
import type { HostRun } from '../host/host-run.ts'
import { readScope } from '../host/progress.ts'
import { type Plan, planTask } from '../plan/plan.ts'
import {
  evaluateResult,
  finishTask,
  hasResult,
  type Outcome,
  type Planned,
  writeOnlyResult,
} from '../result/evaluate-result.ts'
import { failure, problemOf, refusal } from '../result/failure.ts'
import { skippedResult } from '../result/result.ts'
import type { Task } from '../task.ts'
import { applyDelegated } from './delegated.ts'
import { renderPendingHandlers } from './pending-handlers.ts'
import { retryTask } from './retry.ts'
import { renderFrame, renderSteps } from './steps.ts'

export async function applyTask(task: Task, run: HostRun): Promise<Outcome> {
  if (task.delegateTo !== undefined) return applyDelegated(task, run, applyTask)
  const { progress, options } = run
  if (task.onlyAfterChange && options.mode === 'play' && !progress.changed) {
    return { status: 'skipped', because: 'nothing was changed' }
  }
  return retryTask(task, run, async tried => {
    try {
      return await applyPlan(tried, await planned(tried, run), run)
    } catch (error) {
      if (error instanceof SwkError && lost(error)) throw error
      return failure({ task: tried, problem: problemOf(error) }, progress)
    }
  })
}

const lost = (error: SwkError): boolean =>
  error.diagnostics.some(d => d.code === 'unreachable' || d.code === 'protocol' || d.code === 'bug')

/** Plans on a fork of what is known; reads what is missing first. */
async function planned(task: Task, { progress, channel }: HostRun): Promise<Plan> {
  for (let stage = 0; stage < 20; stage++) {
    const plan = planTask(task, readScope(progress), channel.world.fork())
    if (plan.type !== 'unread') return plan
    await channel.read(plan.refs)
  }
  throw new SwkError({ code: 'bug', message: `planning "${task.name}" does not end: each pass reads more of the host` })
}

async function applyPlan(task: Task, plan: Plan, run: HostRun): Promise<Outcome> {
  const { progress } = run
  if (plan.type === 'skipped') {
    if (task.register !== undefined) progress.registered.set(task.register, skippedResult(plan))
    return { status: 'skipped', because: plan.because }
  }
  if (plan.type === 'refused') return refusal(task, progress, plan.refusal)
  if (plan.type !== 'planned')
    throw new SwkError({ code: 'bug', message: `"${task.name}" is ${plan.type} while it is applied` })
  const changes = plan.items.flatMap(item => item.changes)
  if (changes.length === 0 || task.checkMode === true) return finishTask({ task, plan, results: [] }, progress)
  return make(task, plan, run)
}

/** Sends all steps and the look behind them at once. */
async function make(task: Task, plan: Planned, run: HostRun): Promise<Outcome> {
  const { progress, channel, options } = run
  const changes = plan.items.flatMap(item => item.changes)
  const user = task.becomeUser ?? (task.become ? undefined : options.loginUser)
  const note = changes.some(change => !change.quiet) ? task.notify : []
  const before = renderPendingHandlers(channel.world, { note })
  const steps: Step[] = [...before]
  const frames: Frame[] = before.map(step => renderFrame(step, undefined))
  const itemFrames = plan.items.map(item => {
    const own = renderSteps(item.changes)
    const indices = own.map(step => {
      steps.push(step)
      return frames.push(renderFrame(step, user, item.environment)) - 1
    })
    // A command's exit status is a result, to be judged below: it must not keep the rest from running.
    if (hasResult(item.changes)) frames.push({ kind: 'clear', script: quote(''), timeout: 10 })
    return indices
  })
  const after = renderPendingHandlers(channel.world, { strike: task.section === 'handlers' ? [task.name] : [] })
  steps.push(...after)
  frames.push(...after.map(step => renderFrame(step, undefined)))
  const tellOutput = (text: string): void => {
    if (!task.noLog) options.emit({ type: 'output', host: progress.host, task: task.name, text })
  }
  const replies = await channel.change(frames, changes, tellOutput)
  const results = plan.items.map((item, i) =>
    writeOnlyResult(
      item.changes,
      (itemFrames[i] ?? []).map(at => replies[at] as Reply),
    ),
  )
  const outcome = evaluateResult({ task, plan, results, replies, frames, steps }, run)
  if (outcome.status !== 'failed') await channel.recover()
  else if (options.signal?.aborted && replies.some(reply => reply.rc === terminated)) return ended(outcome)
  else if (outcome.ignored) await channel.recover()
  return outcome
}

/** Exit status of a step that the second interrupt has ended (128 + SIGTERM). */
const terminated = 143

function ended(outcome: Outcome): Outcome {
  const message = `ended in the middle by an interrupt: ${outcome.error?.message ?? ''}`
  return { ...outcome, ignored: false, error: { code: 'interrupted', message } }
}
