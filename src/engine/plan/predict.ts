/**
 * Folds the plans of all tasks into one forecast: pure. This is check mode, and the look ahead by which a play refuses before it
 * changes anything.
 */
import type { Ref } from '../../resources/kind.ts'
import { notify, type Progress, startProgress } from '../host/progress.ts'
import { schedule } from '../host/schedule.ts'
import type { HostPlay, Task } from '../task.ts'
import type { HostState } from './host-state.ts'
import { type Prediction, predictTask, unknown } from './prediction.ts'

export type { Prediction } from './prediction.ts'

/** The forecasts in order up to the first failure, or the refs that must be read before one can be made. */
export type PredictionStage =
  | { readonly type: 'forecast'; readonly forecasts: readonly Prediction[] }
  | { readonly type: 'unread'; readonly refs: readonly Ref[] }
  /** A task that a check really runs (`check_mode: false`), with what is foreseen up to it. */
  | { readonly type: 'run'; readonly task: Task; readonly progress: Progress }

/** How a task ended that a check has really run. */
export type Ran = { readonly forecast: Prediction; readonly registered: unknown }

export function predict(
  play: HostPlay,
  read: HostState,
  notified: Iterable<string>,
  ran?: ReadonlyMap<Task, Ran>,
): PredictionStage {
  const progress = startProgress(play.host, read.fork(), notified)
  const forecasts: Prediction[] = []
  const unread: Ref[] = []
  let uncertain: string | undefined
  let toRun: Task | undefined
  const visit = (task: Task, maybe?: string): boolean => {
    const known = ran?.get(task)
    const forecast = known
      ? recall(known, progress, forecasts)
      : predictTask(task, progress, { uncertain, maybe, mayRun: ran !== undefined })
    if ('run' in forecast) {
      toRun ??= task
      return unread.length > 0
    }
    if ('unread' in forecast) {
      unread.push(...forecast.unread)
      return true
    }
    forecasts.push(forecast)
    if (forecast.doubt) uncertain ??= task.name
    return forecast.status !== 'failed' || forecast.ignored === true || task.section === 'verification'
  }
  schedule(play).every(op => (op.type === 'task' ? visit(op.task) : flush(play, progress, visit)))
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

/** What was run in the check has happened; where it failed for want of what earlier tasks would make, it may yet succeed. */
function recall({ forecast, registered }: Ran, progress: Progress, earlier: readonly Prediction[]): Prediction {
  const { task, status } = forecast
  if (status === 'failed') {
    const cause = earlier.find(({ status }) => status === 'changed' || status === 'unknown')
    if (cause !== undefined) return unknown(task, progress, cause.task.name, forecast.changes)
  }
  if (task.register !== undefined) progress.registered.set(task.register, registered)
  if (status === 'changed') notify(progress, task)
  return forecast
}
