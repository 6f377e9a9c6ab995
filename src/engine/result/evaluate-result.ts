/** Decides, from the replies and from what is read back, how a task ended. */
import { kindOf } from '../../resources/index.ts'
import { refKey, type Step, type Want } from '../../resources/kind.ts'
import { unit } from '../../resources/unit/state.ts'
import type { Frame, Reply } from '../../transport/session.ts'
import { countRestarts } from '../apply/confirm-running.ts'
import type { HostRun } from '../host/host-run.ts'
import { notify, type Progress, record } from '../host/progress.ts'
import type { HostClient } from '../observe/host-client.ts'
import { type Change, differing } from '../plan/change.ts'
import type { Plan } from '../plan/plan.ts'
import type { TaskResult } from '../report/report.ts'
import type { Task } from '../task.ts'
import { failedWhen, failure, type Problem } from './failure.ts'
import { combineResults, itemResults, withChangedWhen, withFailedWhen } from './result.ts'

export type Outcome = Omit<TaskResult, 'ms'>
export type Planned = Plan & { type: 'planned' }

export type Finished = {
  readonly task: Task
  readonly plan: Planned
  /** What the replies add to the result of each item. */
  readonly results: readonly Record<string, unknown>[]
}

/** What was sent for a task, and what came back: a reply a frame; `steps`: the frames that are not `clear`. */
export type Replied = Finished & {
  readonly replies: readonly Reply[]
  readonly frames: readonly Frame[]
  readonly steps: readonly Step[]
}

export function evaluateResult(done: Replied, { progress, channel }: HostRun): Outcome {
  const { task, plan, results, replies, frames, steps } = done
  const changes = plan.items.flatMap(item => item.changes)
  const bad = replies.findIndex((reply, i) => reply.rc !== 0 && frames[i]?.kind !== 'clear')
  if (changes.some(change => !change.quiet)) progress.changed = true
  trackUnits(changes, progress, channel)
  if (bad !== -1) {
    const step = steps[frames.slice(0, bad).filter(frame => frame.kind !== 'clear').length]
    const problem = stepFailure(step, replies[bad] as Reply, changes)
    const result = combineResults(plan, itemResults(plan, results))
    return task.failedWhen ? finishTask(done, progress) : failure({ task, problem, changes, result }, progress)
  }
  const wrong = expected(changes.filter(verifiable)).flatMap(want => unverified(want, channel))
  if (wrong.length > 0) {
    const problem = { code: 'not-verified', message: `read back after the change: ${wrong.join('; ')}` } as const
    return failure({ task, problem, changes }, progress)
  }
  return finishTask(done, progress)
}

export function finishTask({ task, plan, results }: Finished, progress: Progress): Outcome {
  const changes = plan.items.flatMap(item => item.changes)
  const found = withChangedWhen(task, itemResults(plan, results), progress)
  const result = combineResults(plan, withFailedWhen(task, found, progress))
  const { changed } = result
  if (task.failedWhen && result.failed) return failure({ task, problem: failedWhen, changes, result }, progress)
  record(progress, task, result)
  if (changed) notify(progress, task)
  const notes = plan.items.flatMap(item => item.notes)
  const warnings = plan.items.flatMap(item => item.warnings)
  return { status: changed ? 'changed' : 'ok', changes: changed ? changes : [], notes, warnings }
}

function stepFailure(step: Step | undefined, reply: Reply, changes: readonly Change[]): Problem {
  const text = `${reply.stderr.toString('utf8')}\n${reply.stdout.toString('utf8')}`
    .trim()
    .split('\n')
    .slice(-25)
    .join('\n')
  const [code, ...others] = new Set(changes.map(change => kindOf(change.want.kind).failureCode))
  if (code !== undefined && others.length === 0) return { code, message: text || 'timed out' }
  if (reply.rc === 124 || reply.rc === 137)
    return { code: 'step-timeout', message: `${step?.name}: not done in ${step?.timeout} s\n${text}` }
  return { code: 'step-failed', message: `${step?.name ?? 'step'}: exit ${reply.rc}\n${text}`.trim() }
}

export function hasResult(changes: readonly Change[]): boolean {
  return changes.some(change => kindOf(change.want.kind).result !== undefined)
}

export function writeOnlyResult(changes: readonly Change[], replies: readonly Reply[]): Record<string, unknown> {
  const volatile = changes.find(change => kindOf(change.want.kind).result !== undefined)
  return volatile === undefined ? {} : (kindOf(volatile.want.kind).result?.(replies) ?? {})
}

function verifiable(change: Change): boolean {
  return !change.quiet && !kindOf(change.want.kind).traits?.includes('writeOnly')
}

/** What must be true at the end: of several wants of one resource (a loop over lines of a file) the later ones count. */
function expected(changes: readonly Change[]): readonly Want[] {
  const wants = new Map<string, Want>()
  for (const { want } of changes) {
    const earlier = wants.get(refKey(want))?.state
    wants.set(refKey(want), { ...want, state: want.state && { ...earlier, ...want.state } })
  }
  return [...wants.values()]
}

function unverified(want: Want, channel: HostClient): readonly string[] {
  const now = channel.world.state(want)
  if (want.state === null)
    return now === null ? [] : [`${want.kind} ${want.id} still exists; expected it to be removed`]
  if (now === null) return [`${want.kind} ${want.id} does not exist; expected it to be created`]
  return differing(want.state, now).map(
    field => `${want.kind} ${want.id}: ${field} is ${now[field]}, wanted ${want.state?.[field]}`,
  )
}

/** Units that this section started, and has not stopped since: they are looked at again at its end. What ends by itself may have ended. */
function trackUnits(changes: readonly Change[], progress: Progress, channel: HostClient): void {
  for (const id of changes.flatMap(change => kindOf(change.want.kind).stopsUnits?.(change) ?? [])) {
    progress.started.delete(id)
    progress.watched.delete(id)
  }
  const started = changes.flatMap(change => kindOf(change.want.kind).startsUnits?.(change) ?? [])
  if (started.length > 0) progress.lastStart = performance.now()
  for (const id of started) {
    progress.started.add(id)
    const state = channel.world.has(unit(id)) ? channel.world.state(unit(id)) : null
    if (state && !state.ends) progress.watched.set(id, countRestarts(id, channel))
  }
}
