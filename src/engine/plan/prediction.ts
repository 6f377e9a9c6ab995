/** What one task would do, as far as it can be known before it is done. Pure; moves `progress` on to what the task would leave. */
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { SwkError } from '../../errors/diagnostic.ts'
import { hasTrait, kindOf } from '../../resources/index.ts'
import { affectsNothing, type Ref } from '../../resources/kind.ts'
import { notify, type Progress, readScope, record, recordPending } from '../host/progress.ts'
import type { TaskResult } from '../report/report.ts'
import { failedWhen, failure, problemOf, refusal } from '../result/failure.ts'
import { refuseItems } from '../result/refused-items.ts'
import {
  combineResults,
  itemResults,
  type Result,
  skippedResult,
  statusOf,
  withChangedWhen,
  withFailedWhen,
} from '../result/result.ts'
import { isRescued, type LeftItem, type Task } from '../task.ts'
import type { Change } from './change.ts'
import type { Plan } from './plan.ts'
import { planTask } from './plan-task.ts'
import { markPossible } from './possible.ts'

export type Prediction = {
  readonly task: Task
  readonly status: 'ok' | 'changed' | 'unknown' | 'skipped' | 'failed'
  readonly changes: readonly Change[]
  /** What is done, but not called a change (`changed_when`). */
  readonly unreported?: readonly Change[]
  readonly because?: string
  readonly intents?: readonly string[]
  readonly warnings?: readonly string[]
  readonly error?: Pick<Diagnostic, 'code' | 'message' | 'hint'>
  readonly ignored?: boolean
  readonly outcome?: TaskResult['outcome']
  readonly items?: TaskResult['items']
  readonly notes?: readonly string[]
  readonly result?: TaskResult['result']
  /** A refusal behind it is no certainty: what is missing now may be there by then. */
  readonly doubt?: boolean
}

export type Circumstances = {
  /** The first task behind which a refusal is no certainty. */
  readonly uncertain: string | undefined
  /** A handler: the task of unknown result that notifies it. */
  readonly maybe: string | undefined
  /** `check_mode: false` is obeyed. */
  readonly mayRun: boolean
}

type Unread = { readonly unread: readonly Ref[] }
type Planned = Plan & { readonly type: 'planned' }

export function predictTask(
  task: Task,
  progress: Progress,
  around: Circumstances,
): Prediction | Unread | { run: true } {
  try {
    return forecast(task, progress, around)
  } catch (error) {
    const because = missingUntilMade(error, task, progress)
    if (because !== undefined) return unknown({ task, because }, progress)
    return { task, ...failure({ task, problem: problemOf(error) }, progress) }
  }
}

/** The task that will register what this one misses, where this one refers to its result. */
function missingUntilMade(error: unknown, task: Task, progress: Progress): string | undefined {
  const isUndefined = error instanceof SwkError && error.diagnostics.every(({ code }) => code === 'undefined-variable')
  if (!isUndefined || progress.incomplete.size === 0) return undefined
  const scope = readScope(progress)
  const pending = new Map([...scope.pending, ...progress.incomplete])
  const registered = new Map([...scope.registered].filter(([name]) => !progress.incomplete.has(name)))
  try {
    const plan = planTask(task, { ...scope, registered, pending }, progress.world.copy())
    return plan.type === 'unknown' ? plan.because : undefined
  } catch {
    // It misses more than that: a result whose task has not been read yet, or a name that nothing defines.
    return undefined
  }
}

function forecast(task: Task, progress: Progress, around: Circumstances): Prediction | Unread | { run: true } {
  const { uncertain, maybe, mayRun } = around
  if (task.section === 'verification' && progress.changed)
    return skipped({ task, because: 'verified after the changes' }, progress)
  if (task.onlyAfterChange) return skipped({ task, because: 'checked after changes, and by `swk verify`' }, progress)
  // What `check_mode: true` would do is never done, so that later tasks do not find it either.
  const isSure = task.checkMode !== true && maybe === undefined
  const world = isSure ? progress.world : progress.world.copy()
  const plan = planTask(task, readScope(progress), world)
  if (plan.type === 'unread') return { unread: plan.refs }
  if (plan.type === 'skipped') return skipped({ task, because: plan.because, left: plan.left }, progress)
  if (maybe !== undefined && (plan.type === 'planned' || plan.type === 'unknown')) {
    const changes = plan.type === 'planned' ? plan.items.flatMap(item => item.changes) : plan.edits
    if (task.checkMode !== true) markPossible({ task, refs: plan.refs, changes }, progress.world)
    return unknown({ task, because: maybe, changes }, progress)
  }
  if (plan.type === 'unknown')
    return unknown({ task, because: plan.because, changes: plan.edits, intents: plan.intents }, progress)
  if (plan.type === 'refused') {
    if (uncertain !== undefined) return unknown({ task, because: uncertain }, progress)
    if (task.until) return unknown({ task, because: retried }, progress)
    return { task, ...refusal(task, progress, plan.refusal) }
  }
  const changes = plan.items.flatMap(item => item.changes)
  if (mayRun && task.checkMode === false && changes.length > 0) return { run: true }
  return planned({ task, plan, uncertain }, progress)
}

/** What fails now may hold at a later attempt. */
const retried = 'it is retried until its condition holds'

type Certain = { readonly task: Task; readonly plan: Planned; readonly uncertain: string | undefined }

function planned({ task, plan, uncertain }: Certain, progress: Progress): Prediction {
  const changes = plan.items.flatMap(item => item.changes)
  const volatile = changes.some(change => hasTrait(change.want.kind, 'writeOnly'))
  const doubt = changes.some(leavesDoubt)
  const refused = plan.items.find(item => item.refusal !== undefined)
  if (refused && uncertain !== undefined) return unknown({ task, because: uncertain, changes }, progress)
  if (changes.some(change => hasTrait(change.want.kind, 'waits'))) return waiting(task, progress)
  const found = predicted(() => withChangedWhen(task, itemResults(plan, []), progress), volatile)
  if (found === 'unknown') return unknown({ task, because: task.name, changes }, progress)
  const judged = predicted(() => withFailedWhen(task, found, progress), volatile)
  const result = combineResults(plan, judged === 'unknown' ? found : judged)
  const { changed } = result
  if (task.until && !volatile && !isMet(task.until, result, progress))
    return unknown({ task, because: retried, changes }, progress)
  if (refused && !task.failedWhen) return { task, ...refuseItems({ task, plan, result }, progress), doubt }
  if (task.failedWhen && result.failed) {
    if (task.until) return unknown({ task, because: retried, changes }, progress)
    if (uncertain !== undefined) return unknown({ task, because: uncertain, changes }, progress)
    return { task, ...failure({ task, problem: failedWhen, changes, result }, progress), doubt }
  }
  if (changed) {
    progress.changed = true
    notify(progress, task)
  }
  if (volatile && task.checkMode !== true)
    recordPending(progress, task, endsPlayIfFailed(task) ? { changed, failed: false } : undefined)
  else record(progress, task, result)
  if (task.register !== undefined) {
    if (changes.length > 0) progress.incomplete.set(task.register, task.name)
    else progress.incomplete.delete(task.register)
  }
  const intents = plan.items.flatMap(item => item.notes)
  const warnings = plan.items.flatMap(item => item.warnings)
  return {
    task,
    ...statusOf(result),
    changes: changed ? changes : [],
    unreported: changed ? [] : changes,
    intents,
    warnings,
    ...(!volatile && { result }),
    ...(doubt && { doubt }),
  }
}

/** Whether a failure of the task ends the play, so later tasks never see a failed result. */
const endsPlayIfFailed = (task: Task): boolean => !task.ignoreErrors && !task.failedWhen && !isRescued(task)

/** In a loop each item has its condition. */
function isMet({ holds }: NonNullable<Task['until']>, result: Result, progress: Progress): boolean {
  const results = Array.isArray(result.results) ? (result.results as readonly Result[]) : [result]
  return results.every(one => one.skipped || holds(readScope(progress), one))
}

/** `changed_when` and `failed_when` decide where they can without the result of a command that has not run. */
function predicted(evaluate: () => readonly Result[], volatile: boolean): readonly Result[] | 'unknown' {
  try {
    return evaluate()
  } catch (error) {
    if (volatile && error instanceof SwkError) return 'unknown'
    throw error
  }
}

type Unsure = Pick<Prediction, 'task' | 'intents'> & {
  readonly because: string
  readonly changes?: readonly Change[]
}

export function unknown({ task, because, changes = [], intents = [] }: Unsure, progress: Progress): Prediction {
  progress.changed = true
  notify(progress, task, task.name)
  recordPending(progress, task)
  return { task, status: 'unknown', changes, because, intents, doubt: true }
}

/** The play waits for something that no task of it does, so a check cannot tell whether the wait succeeds. */
function waiting(task: Task, progress: Progress): Prediction {
  recordPending(progress, task)
  return { task, status: 'unknown', changes: [], because: 'the condition is not met yet', doubt: true }
}

type Skipped = { readonly task: Task; readonly because: string; readonly left?: readonly LeftItem[] | undefined }

function skipped({ task, because, left }: Skipped, progress: Progress): Prediction {
  const result = skippedResult({ because, ...(left && { left }) })
  if (task.register !== undefined) progress.registered.set(task.register, result)
  return { task, status: 'skipped', changes: [], because, result }
}

/** What runs may make what a later task refuses for want of. */
function leavesDoubt(change: Change): boolean {
  const { kind } = change.want
  const starts = kindOf(kind).startsUnits?.(change) ?? []
  if (kindOf(kind).affects === affectsNothing) return false
  return starts.length > 0 || hasTrait(kind, 'opaque') || hasTrait(kind, 'writeOnly')
}
