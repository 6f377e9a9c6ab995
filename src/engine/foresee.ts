/**
 * Folds the plans of all tasks into one forecast: pure. This is check mode, and the look ahead by which a play refuses before it
 * changes anything.
 */
import type { Diagnostic } from '../errors/diagnostic.ts'
import { SwkError } from '../errors/diagnostic.ts'
import { kindOf } from '../resources/index.ts'
import type { Ref } from '../resources/kind.ts'
import type { Change } from './change.ts'
import { type Plan, planTask } from './plan.ts'
import { program } from './program.ts'
import { begin, notify, type Progress, resultOf, scopeOf, skippedResult } from './progress.ts'
import type { HostPlay, Task } from './task.ts'
import type { World } from './world.ts'

export type Forecast = {
  readonly task: Task
  readonly status: 'ok' | 'changed' | 'unknown' | 'skipped' | 'failed'
  readonly changes: readonly Change[]
  readonly refs: readonly Ref[]
  readonly because?: string
  readonly intents?: readonly string[]
  readonly error?: Pick<Diagnostic, 'code' | 'message' | 'hint'>
  readonly ignored?: boolean
}

/** The forecasts in order up to the first failure, or the refs that must be read before one can be made. */
export type Foresight =
  | { readonly type: 'forecast'; readonly forecasts: readonly Forecast[] }
  | { readonly type: 'unread'; readonly refs: readonly Ref[] }
  /** A task that a check really runs (`check_mode: false`), with what is foreseen up to it. */
  | { readonly type: 'run'; readonly task: Task; readonly progress: Progress }

/** How a task ended that a check has really run. */
export type Ran = { readonly forecast: Forecast; readonly registered: unknown }

export function foresee(
  play: HostPlay,
  read: World,
  notified: Iterable<string>,
  ran?: ReadonlyMap<Task, Ran>,
): Foresight {
  const progress = begin(play.host, read.fork(), notified)
  const forecasts: Forecast[] = []
  const unread: Ref[] = []
  let uncertain: string | undefined
  let toRun: Task | undefined
  const visit = (task: Task, maybe?: string): boolean => {
    const known = ran?.get(task)
    if (known !== undefined && task.register !== undefined) progress.registered.set(task.register, known.registered)
    const forecast = known?.forecast ?? forecastOf(task, progress, uncertain, maybe, ran !== undefined)
    if ('run' in forecast) {
      toRun ??= task
      return unread.length > 0
    }
    if ('unread' in forecast) {
      unread.push(...forecast.unread)
      return true
    }
    forecasts.push(forecast)
    uncertain ??= leavesDoubt(forecast) ? task.name : undefined
    return forecast.status !== 'failed' || forecast.ignored === true
  }
  program(play).every(op => (op.type === 'task' ? visit(op.task) : flush(play, progress, visit)))
  if (unread.length === 0 && toRun !== undefined) return { type: 'run', task: toRun, progress }
  return unread.length > 0 ? { type: 'unread', refs: unread } : { type: 'forecast', forecasts }
}

function flush(play: HostPlay, progress: Progress, visit: (task: Task, maybe?: string) => boolean): boolean {
  return play.handlers.every(handler => {
    const sure = progress.notified.delete(handler.name)
    const maybe = progress.maybeNotified.get(handler.name)
    progress.maybeNotified.delete(handler.name)
    return sure ? visit(handler) : maybe === undefined || visit(handler, maybe)
  })
}

function forecastOf(
  task: Task,
  progress: Progress,
  uncertain: string | undefined,
  maybe: string | undefined,
  mayRun: boolean,
): Forecast | { unread: readonly Ref[] } | { run: true } {
  if (task.section === 'verification' && progress.changed)
    return skipped(task, progress, 'verified once the changes are made')
  if (task.onlyAfterChange) return skipped(task, progress, 'asked after changes, and by `swk verify`')
  let plan: Plan
  try {
    plan = planTask(task, scopeOf(progress), progress.world)
  } catch (error) {
    if (!(error instanceof SwkError)) throw error
    return failed(task, error.diagnostics[0] as Diagnostic)
  }
  if (plan.type === 'unread') return { unread: plan.refs }
  if (plan.type === 'skipped') return skipped(task, progress, plan.because)
  if (plan.type === 'unknown') return unknown(task, progress, plan.because, plan.edits, plan.intents)
  if (plan.type === 'refused') {
    if (uncertain !== undefined) return unknown(task, progress, uncertain, [], [])
    return failed(task, {
      code: plan.refusal.code,
      message: plan.refusal.message,
      hint: plan.refusal.hint,
    } as Diagnostic)
  }
  if (maybe !== undefined)
    return unknown(
      task,
      progress,
      maybe,
      plan.items.flatMap(item => item.changes),
      [],
    )
  if (mayRun && task.checkMode === false && plan.items.some(item => item.changes.length > 0)) return { run: true }
  return planned(task, progress, plan)
}

function planned(task: Task, progress: Progress, plan: Plan & { type: 'planned' }): Forecast {
  const changes = plan.items.flatMap(item => item.changes)
  const volatile = changes.some(change => kindOf(change.want.kind).traits?.includes('volatile'))
  const result = resultOf(
    plan,
    [],
    changes.some(change => !change.quiet),
  )
  const changed = predictedChange(task, progress, result, volatile)
  if (changed === 'unknown') return unknown(task, progress, task.name, changes, [])
  if (changed) {
    progress.changed = true
    notify(progress, task)
  }
  if (task.register !== undefined) {
    if (volatile) progress.pending.set(task.register, task.name)
    else progress.registered.set(task.register, { ...result, changed })
  }
  return { task, status: changed ? 'changed' : 'ok', changes, refs: plan.refs }
}

/** `changed_when` decides where it can without the result of a command that has not run. */
function predictedChange(
  task: Task,
  progress: Progress,
  result: { changed: boolean },
  volatile: boolean,
): boolean | 'unknown' {
  if (task.changedWhen === undefined) return result.changed
  try {
    return task.changedWhen(scopeOf(progress), result)
  } catch (error) {
    if (volatile && error instanceof SwkError) return 'unknown'
    throw error
  }
}

function unknown(
  task: Task,
  progress: Progress,
  because: string,
  changes: readonly Change[],
  intents: readonly string[],
): Forecast {
  progress.changed = true
  notify(progress, task, task.name)
  if (task.register !== undefined) progress.pending.set(task.register, task.name)
  return { task, status: 'unknown', changes, refs: [], because, intents }
}

function skipped(task: Task, progress: Progress, because: string): Forecast {
  if (task.register !== undefined) progress.registered.set(task.register, skippedResult)
  return { task, status: 'skipped', changes: [], refs: [], because }
}

function failed(task: Task, { code, message, hint }: Diagnostic): Forecast {
  const error = { code, message, ...(hint === undefined ? {} : { hint }) }
  return { task, status: 'failed', changes: [], refs: [], error, ignored: task.ignoreErrors }
}

/** Behind these a refusal is no certainty: what is missing now may be there by then. */
function leavesDoubt({ status, changes }: Forecast): boolean {
  const doubtful = (kind: string): boolean =>
    kind === 'unit' || (kindOf(kind).traits?.some(trait => trait === 'opaque' || trait === 'volatile') ?? false)
  return status === 'unknown' || changes.some(change => doubtful(change.want.kind))
}
