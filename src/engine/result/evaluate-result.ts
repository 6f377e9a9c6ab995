/** Decides, from the replies and from what is read back, how a task ended. */
import { SwkError } from '../../errors/diagnostic.ts'
import { cutMessage } from '../../resources/command.ts'
import { hasTrait, kindOf } from '../../resources/index.ts'
import { refKey, type Want } from '../../resources/kind.ts'
import { unit } from '../../resources/unit/state.ts'
import type { Reply } from '../../transport/session.ts'
import { countRestarts } from '../apply/confirm-running.ts'
import type { HostRun } from '../host/host-run.ts'
import { notify, type Progress, record } from '../host/progress.ts'
import type { HostClient } from '../observe/host-client.ts'
import { type Change, differing } from '../plan/change.ts'
import type { ItemPlan, Plan } from '../plan/plan.ts'
import { NotRead, Unknown } from '../plan/unknown.ts'
import type { TaskResult } from '../report/report.ts'
import type { Task } from '../task.ts'
import { failedWhen, failure, type Problem, problemOfCondition, stepFailure } from './failure.ts'
import { judgeItem, type MadeItem, reportItems, reportOutcome, type SentItem } from './outcomes.ts'
import { combineResults, itemResults, type Result, statusOf, withChangedWhen, withFailedWhen } from './result.ts'

export type Outcome = Omit<TaskResult, 'ms'>
export type Planned = Plan & { type: 'planned' }

export type Sent = { readonly task: Task; readonly plan: Planned; readonly items: readonly SentItem[] }

/** `items`: in the order of the plan's; what the host holds by now is in `channel.world`. */
export function evaluateResult({ task, plan, items }: Sent, { progress, channel }: HostRun): Outcome {
  const judged = items.map(sent => ({ item: sent.item, made: judgeItem(sent, channel.world) }))
  const made = judged.map(one => one.made)
  const changes = made.flatMap(item => item.changes)
  if (changes.some(change => !change.quiet)) progress.changed = true
  trackUnits(changes, progress, channel)
  const extra = items.map(({ item, replies }, i) => ({
    ...writeOnlyResult(item.changes, replies),
    ...((made[i]?.failed || made[i]?.outcome.startsWith('failed')) && failedResult(item, made[i])),
  }))
  const found = items.map(({ item, replies }, i) => ({
    ...item,
    warnings: [...item.warnings, ...(isCut(item.changes, replies) ? [cutMessage] : [])],
    changes: made[i]?.changes ?? [],
    result: completeResult(item, channel),
  }))
  const madePlan = { ...plan, items: found }
  const problems = made.flatMap((one, i) => problemIn(items[i] as SentItem, one))
  const [problem] = problems
  if (problem !== undefined && !task.failedWhen) {
    const result = combineResults(madePlan, withChangedWhenOf(task, itemResults(madePlan, extra), progress))
    return { ...failure({ task, problem, changes, result }, progress), ...reportItems(judged) }
  }
  const verified = made.flatMap(one => (one.outcome === 'changed' ? one.changes : []))
  const wrong = expected(verified.filter(verifiable)).flatMap(want => unverified(want, channel))
  if (wrong.length > 0 && problem === undefined) {
    const problem = { code: 'not-verified', message: `read back after the change: ${wrong.join('; ')}` } as const
    return { ...failure({ task, problem, changes }, progress), outcome: 'changed' }
  }
  const finished = finishMade({ task, plan: madePlan, results: extra }, progress)
  return finished.status === 'failed' && finished.result?.changed ? { ...finished, ...reportOutcome(made) } : finished
}

/** Conditions that cannot be evaluated leave what was done as it is. */
function finishMade({ task, plan, results }: Finished, progress: Progress): Outcome {
  try {
    return finishTask({ task, plan, results }, progress)
  } catch (error) {
    const changes = plan.items.flatMap(item => item.changes)
    const result = combineResults(plan, withChangedWhenOf(task, itemResults(plan, results), progress))
    return failure({ task, problem: problemOfCondition(error, result), changes, result }, progress)
  }
}

/** What failed may lack what `changed_when` looks at. */
function withChangedWhenOf(task: Task, found: readonly Result[], progress: Progress): readonly Result[] {
  try {
    return withChangedWhen(task, found, progress)
  } catch (error) {
    if (error instanceof SwkError) return found
    throw error
  }
}

/** What could only be read after the changes is added: the number of a new user. */
function completeResult({ result, resultAfter, changes }: ItemPlan, channel: HostClient): Record<string, unknown> {
  if (changes.length === 0 || resultAfter === undefined) return result
  try {
    const after = resultAfter(channel.world)
    return { ...after, ...Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined)) }
  } catch (error) {
    if (error instanceof NotRead || error instanceof Unknown) return result
    throw error
  }
}

/** What `register` gets of an item that failed; a command's own result says it itself. */
function failedResult(item: ItemPlan, { changes, failed }: MadeItem): Record<string, unknown> {
  if (hasResult(item.changes)) return {}
  const msg = item.refusal?.message ?? (failed ? stepFailure(failed.step, failed.reply, changes).message : '')
  return { failed: true, msg }
}

function problemIn({ item }: SentItem, { outcome, changes, failed }: MadeItem): readonly Problem[] {
  const at = item.label === undefined ? '' : `item ${item.label}: `
  if (item.refusal !== undefined)
    return [{ ...item.refusal, code: item.refusal.code, message: at + item.refusal.message }]
  if (failed !== undefined) {
    const problem = stepFailure(failed.step, failed.reply, item.changes.length > 0 ? item.changes : changes)
    return [{ ...problem, message: at + problem.message }]
  }
  if (outcome === 'not-run' || outcome === 'failed-after-change')
    return [{ code: 'step-failed', message: `${at}not run, because an earlier step failed` }]
  return []
}

export type Finished = {
  readonly task: Task
  readonly plan: Planned
  /** What the replies add to the result of each item. */
  readonly results: readonly Record<string, unknown>[]
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
  const made = changed ? { changes } : { unreported: changes }
  return { ...statusOf(result), ...made, notes, warnings, result }
}

export function hasResult(changes: readonly Change[]): boolean {
  return changes.some(change => kindOf(change.want.kind).result !== undefined)
}

function writeOnlyResult(changes: readonly Change[], replies: readonly (Reply | undefined)[]): Record<string, unknown> {
  const volatile = changes.find(change => kindOf(change.want.kind).result !== undefined)
  return volatile === undefined
    ? {}
    : (kindOf(volatile.want.kind).result?.(
        replies.filter(reply => reply !== undefined),
        volatile.want,
      ) ?? {})
}

const isCut = (changes: readonly Change[], replies: readonly (Reply | undefined)[]): boolean =>
  hasResult(changes) && replies.some(reply => reply?.cut === true)

function verifiable(change: Change): boolean {
  return !change.quiet && !hasTrait(change.want.kind, 'writeOnly')
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
  const read = channel.world.state(want)
  const now = read ?? (want.state && kindOf(want.kind).asAbsent) ?? null
  if (want.state === null)
    return now === null ? [] : [`${want.kind} ${want.id} still exists; expected it to be removed`]
  if (now === null) return [`${want.kind} ${want.id} does not exist; expected it to be created`]
  // A hidden field may be the hash of a secret.
  const { hidden = [], readsAs } = kindOf(want.kind)
  return differing(want.state, readsAs?.(want.state, now) ?? now).map(field =>
    hidden.includes(field)
      ? `${want.kind} ${want.id}: ${field} is not the one that was written`
      : `${want.kind} ${want.id}: ${field} is ${now[field]}; expected ${want.state?.[field]}`,
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
