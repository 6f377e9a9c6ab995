/** Makes one task's changes and believes only what it reads back. */
import { SwkError } from '../errors/diagnostic.ts'
import { kindOf } from '../resources/index.ts'
import type { Step } from '../resources/kind.ts'
import { quote } from '../shell/sh.ts'
import type { Frame, Reply } from '../transport/session.ts'
import type { Change } from './change.ts'
import { differing } from './change.ts'
import type { Channel } from './channel.ts'
import type { HostOptions } from './host.ts'
import { notificationSteps } from './notified.ts'
import { type Plan, planTask } from './plan.ts'
import { notify, type Progress, resultOf, scopeOf, skippedResult } from './progress.ts'
import { refsAfter } from './refs.ts'
import { frameOf, stepsOf } from './steps.ts'
import type { Task } from './task.ts'
import type { Told } from './tell.ts'

type Outcome = Omit<Told, 'ms'>
type Planned = Plan & { type: 'planned' }

export async function applyTask(task: Task, progress: Progress, channel: Channel, options: HostOptions): Promise<Outcome> {
  if (task.onlyAfterChange && options.mode === 'play' && !progress.changed) {
    return { status: 'skipped', because: 'nothing was changed' }
  }
  try {
    return await applyPlan(task, await planned(task, progress, channel), progress, channel, options)
  } catch (error) {
    if (!(error instanceof SwkError) || lost(error)) throw error
    const [first] = error.diagnostics
    return failure(task, progress, { code: first?.code ?? 'bug', message: error.message, hint: first?.hint })
  }
}

const lost = (error: SwkError): boolean => error.diagnostics.some(d => d.code === 'unreachable' || d.code === 'protocol' || d.code === 'bug')

/** Plans on a fork of what is known; reads what is missing first. */
async function planned(task: Task, progress: Progress, channel: Channel): Promise<Plan> {
  for (let stage = 0; stage < 20; stage++) {
    const plan = planTask(task, scopeOf(progress), channel.world.fork())
    if (plan.type !== 'unread') return plan
    await channel.read(plan.refs)
  }
  throw new SwkError({ code: 'bug', message: `planning "${task.name}" asks for ever more of the host` })
}

async function applyPlan(task: Task, plan: Plan, progress: Progress, channel: Channel, options: HostOptions): Promise<Outcome> {
  if (plan.type === 'skipped') {
    if (task.register !== undefined) progress.registered.set(task.register, skippedResult)
    return { status: 'skipped', because: plan.because }
  }
  if (plan.type === 'refused') {
    const { code, message, hint } = plan.refusal
    return failure(task, progress, { code, message, hint })
  }
  if (plan.type !== 'planned') throw new SwkError({ code: 'bug', message: `"${task.name}" is ${plan.type} while it is applied` })
  const changes = plan.items.flatMap(item => item.changes)
  if (changes.length === 0 || task.checkMode === true) return finish(task, plan, [], progress, changes)
  return make(task, plan, progress, channel, options)
}

/** Sends all steps and the look behind them at once. */
async function make(task: Task, plan: Planned, progress: Progress, channel: Channel, options: HostOptions): Promise<Outcome> {
  const changes = plan.items.flatMap(item => item.changes)
  const user = task.becomeUser ?? (task.become ? undefined : options.loginUser)
  const before = notificationSteps(task, channel.world, 'before')
  const steps: Step[] = [...before]
  const frames: Frame[] = before.map(step => frameOf(step, undefined))
  const itemFrames = plan.items.map(item => {
    const own = stepsOf(item.changes)
    const indices = own.map(step => {
      steps.push(step)
      return frames.push(frameOf(step, user)) - 1
    })
    // A command's exit status is a result, to be judged below: it must not keep the rest from running.
    if (givesResult(item.changes)) frames.push({ kind: 'clear', script: quote(''), timeout: 10 })
    return indices
  })
  frames.push(...notificationSteps(task, channel.world, 'after').map(step => frameOf(step, undefined)))
  const tellOutput = (text: string): void => {
    if (!task.noLog) options.emit({ type: 'output', host: progress.host, task: task.name, text })
  }
  const replies = await channel.change(frames, refsAfter(changes, channel.known.values()), tellOutput)
  const results = plan.items.map((item, i) => volatileResult(item.changes, (itemFrames[i] ?? []).map(at => replies[at] as Reply)))
  const outcome = judge(task, plan, results, replies, frames, steps, progress, channel)
  if (outcome.status === 'failed' && outcome.ignored && replies.some(reply => reply.rc !== 0)) await channel.recover()
  return outcome
}

function judge(
  task: Task,
  plan: Planned,
  results: readonly Record<string, unknown>[],
  replies: readonly Reply[],
  frames: readonly Frame[],
  steps: readonly Step[],
  progress: Progress,
  channel: Channel,
): Outcome {
  const changes = plan.items.flatMap(item => item.changes)
  const bad = replies.findIndex((reply, i) => reply.rc !== 0 && frames[i]?.kind !== 'clear')
  if (changes.some(change => !change.quiet)) progress.changed = true
  trackUnits(changes, progress)
  if (bad !== -1) {
    const step = steps[frames.slice(0, bad).filter(frame => frame.kind !== 'clear').length]
    const failed = stepFailure(step, replies[bad] as Reply, changes)
    if (!task.failedWhen) return failure(task, progress, failed, changes, resultOf(plan, results, true, true))
    return finish(task, plan, results, progress, changes)
  }
  const wrong = changes.filter(change => verifiable(change)).flatMap(change => unverified(change, channel))
  if (wrong.length > 0) {
    return failure(task, progress, { code: 'not-verified', message: `read back after the change: ${wrong.join('; ')}` }, changes)
  }
  return finish(task, plan, results, progress, changes)
}

function finish(
  task: Task,
  plan: Planned,
  results: readonly Record<string, unknown>[],
  progress: Progress,
  changes: readonly Change[],
): Outcome {
  const found = resultOf(plan, results, changes.some(change => !change.quiet))
  const changed = task.changedWhen ? task.changedWhen(scopeOf(progress), found) : found.changed
  const result = { ...found, changed }
  if (task.failedWhen?.(scopeOf(progress), result)) {
    return failure(task, progress, { code: 'assertion-failed', message: 'failed_when holds' }, changes, { ...result, failed: true })
  }
  if (task.register !== undefined) progress.registered.set(task.register, result)
  if (changed) notify(progress, task)
  return { status: changed ? 'changed' : 'ok', changes: changed ? changes : [] }
}

function failure(
  task: Task,
  progress: Progress,
  { code, message, hint }: { code: string; message: string; hint?: string | undefined },
  changes: readonly Change[] = [],
  result: Record<string, unknown> = { changed: false, failed: true, skipped: false, msg: message },
): Outcome {
  if (task.register !== undefined) progress.registered.set(task.register, { msg: message, ...result, failed: true })
  const error = { code, message, ...(hint === undefined ? {} : { hint }) }
  return { status: 'failed', changes, error, ignored: task.ignoreErrors }
}

function stepFailure(step: Step | undefined, reply: Reply, changes: readonly Change[]) {
  const text = `${reply.stderr.toString('utf8')}\n${reply.stdout.toString('utf8')}`.trim().split('\n').slice(-25).join('\n')
  if (changes.every(change => change.want.kind === 'condition')) return { code: 'condition-timeout', message: text || 'timed out' }
  if (reply.rc === 124 || reply.rc === 137) return { code: 'step-timeout', message: `${step?.name}: not done in ${step?.timeout} s\n${text}` }
  return { code: 'step-failed', message: `${step?.name ?? 'step'}: exit ${reply.rc}\n${text}`.trim() }
}

function givesResult(changes: readonly Change[]): boolean {
  return changes.some(change => kindOf(change.want.kind).result !== undefined)
}

function volatileResult(changes: readonly Change[], replies: readonly Reply[]): Record<string, unknown> {
  const volatile = changes.find(change => kindOf(change.want.kind).result !== undefined)
  return volatile === undefined ? {} : (kindOf(volatile.want.kind).result?.(replies) ?? {})
}

function verifiable(change: Change): boolean {
  return !change.quiet && !kindOf(change.want.kind).traits?.includes('volatile')
}

function unverified({ want }: Change, channel: Channel): readonly string[] {
  const now = channel.world.state(want)
  if (want.state === null) return now === null ? [] : [`${want.kind} ${want.id} is still there`]
  if (now === null) return [`${want.kind} ${want.id} is not there`]
  return differing(want.state, now).map(field => `${want.kind} ${want.id}: ${field} is ${now[field]}, wanted ${want.state?.[field]}`)
}

/** Units that this section started: they are looked at again at its end. */
function trackUnits(changes: readonly Change[], progress: Progress): void {
  for (const { want, after } of changes) {
    if (want.kind === 'unit' && after?.active === 'active') progress.started.add(want.id)
    if (want.kind === 'unit-job') progress.started.add(want.id.slice(want.id.indexOf(' ') + 1))
  }
}
