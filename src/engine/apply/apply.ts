/** Makes one task's changes and believes only what it reads back. */
import { SwkError } from '../../errors/diagnostic.ts'
import { quote } from '../../shell/sh.ts'
import type { Frame, Reply } from '../../transport/session.ts'
import type { HostRun } from '../host/host-run.ts'
import { readScope } from '../host/progress.ts'
import { type Plan, planTask } from '../plan/plan.ts'
import { evaluateResult, finishTask, hasResult, type Outcome, type Planned } from '../result/evaluate-result.ts'
import { failure, problemOf, refusal } from '../result/failure.ts'
import { judgeItem, type SentItem } from '../result/outcomes.ts'
import { refuseItems } from '../result/refused-items.ts'
import { combineResults, itemResults, skippedResult } from '../result/result.ts'
import type { Task } from '../task.ts'
import { CutOff } from './cut-off.ts'
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
      if (error instanceof CutOff || (error instanceof SwkError && lost(error))) throw error
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
  throw new SwkError({
    code: 'bug',
    message: `planning "${task.name}" does not terminate: each pass reads more of the host`,
  })
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
  const isRefused = plan.items.some(item => item.refusal !== undefined)
  if (task.checkMode === true && isRefused && !task.failedWhen)
    return refuseItems({ task, plan, result: combineResults(plan, itemResults(plan, [])) }, progress)
  if ((changes.length === 0 && !isRefused) || task.checkMode === true)
    return finishTask({ task, plan, results: [] }, progress)
  const objection = run.options.review?.before(task, changes)
  if (objection !== undefined) throw new SwkError({ code: 'plan-differs', message: objection })
  return make(task, plan, run)
}

/** Sends all steps and the look behind them at once. */
async function make(task: Task, plan: Planned, run: HostRun): Promise<Outcome> {
  const { progress, channel, options } = run
  const changes = plan.items.flatMap(item => item.changes)
  const user = task.becomeUser ?? (task.become ? undefined : options.loginUser)
  const note = changes.some(change => !change.quiet) ? task.notify : []
  const recorded = options.journal?.record(task, changes)
  const before = [...(recorded?.before ?? []), ...renderPendingHandlers(channel.world, { note })]
  const frames: Frame[] = before.map(step => renderFrame(step, undefined))
  const sent = plan.items.map((item, i) => {
    const steps = renderSteps(item.changes)
    const from = frames.push(...steps.map(step => renderFrame(step, user, item.environment))) - steps.length
    // Neither another item nor the look at the host is kept from running by an item that fails.
    if (steps.length > 0 && (hasResult(item.changes) || i < plan.items.length - 1)) frames.push(clear)
    return { item, steps, from }
  })
  const strike = task.section === 'handlers' ? [task.name] : []
  const after = [...(recorded?.after ?? []), ...renderPendingHandlers(channel.world, { strike })]
  frames.push(...after.map(step => renderFrame(step, undefined)))
  const tellOutput = (text: string): void => {
    if (!task.noLog) options.emit({ type: 'output', host: progress.host, task: task.name, text })
  }
  const replies: Reply[] = []
  const items = (): readonly SentItem[] =>
    sent.map(({ item, steps, from }) => ({ item, steps, replies: steps.map((_, i) => replies[from + i]) }))
  try {
    let started = Date.now()
    const keep = (reply: Reply, at: number): void => {
      const ended = Date.now()
      replies[at] = { ...reply, times: { started, ended } }
      started = ended
    }
    await channel.change(frames, changes, { output: tellOutput, reply: keep })
  } catch (error) {
    throw new CutOff(
      error,
      items().map(item => ({ item: item.item, made: judgeItem(item, channel.world) })),
    )
  }
  const isEnded = options.signal?.aborted && replies.some(reply => reply.rc === terminated)
  // What the host holds decides what was changed.
  if (!isEnded) await channel.recover()
  const outcome = evaluateResult({ task, plan, items: items() }, run)
  recorded?.settle(outcome.status !== 'ok')
  return isEnded && outcome.status === 'failed' ? ended(outcome) : outcome
}

const clear: Frame = { kind: 'clear', script: quote(''), timeout: 10 }

/** Exit status of a step that the second interrupt has ended (128 + SIGTERM). */
const terminated = 143

function ended(outcome: Outcome): Outcome {
  const message = `interrupted while it ran: ${outcome.error?.message ?? ''}`
  return { ...outcome, ignored: false, error: { code: 'interrupted', message } }
}
