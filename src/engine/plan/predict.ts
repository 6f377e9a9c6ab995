/**
 * Folds the plans of all tasks into one forecast: pure. This is check mode, and the look ahead by which a play refuses before it
 * changes anything.
 */
import type { Ref } from '../../resources/kind.ts'
import { nextHandler } from '../host/next-handler.ts'
import {
  giveFacts,
  notify,
  type Progress,
  progressFor,
  progressOn,
  type Results,
  readScope,
  recordPending,
  startProgress,
} from '../host/progress.ts'
import { type Op, type OpStatus, schedule, walkHandler } from '../host/schedule.ts'
import { type HostPlay, isFollower, isRescued, type OtherHosts, type Task } from '../task.ts'
import { HostState } from './host-state.ts'
import { PossibleRescues } from './possible-rescues.ts'
import { type Prediction, predictTask, unknown } from './prediction.ts'
import { isEarly, NotRead } from './unknown.ts'

export type { Prediction } from './prediction.ts'

/** The forecasts in order up to the first failure, or the refs that must be read before one can be made. */
export type PredictionStage =
  | { readonly type: 'forecast'; readonly forecasts: readonly Prediction[]; readonly progress: Progress }
  /** `delegates`: what is to be read of other hosts. */
  | { readonly type: 'unread'; readonly refs: readonly Ref[]; readonly delegates?: ReadonlyMap<string, readonly Ref[]> }
  /** A task that a check really runs (`check_mode: false`), with what is input up to it. */
  | { readonly type: 'run'; readonly task: Task; readonly progress: Progress }

/** How a task ended that a check has really run. */
export type Ran = { readonly forecast: Prediction; readonly registered: unknown }

export type PredictionInput = {
  readonly play: HostPlay
  /** What was read of the host. */
  readonly world: HostState
  /** Handlers that an earlier run left to be run. */
  readonly notified: Iterable<string>
  /** In a check: how tasks ended that it has run (`check_mode: false`); absent: none is run. */
  readonly ran?: ReadonlyMap<Task, Ran> | undefined
  /** Results of earlier plays. */
  readonly results?: Results | undefined
  readonly others?: OtherHosts | undefined
  /** In a check: the host as earlier plays would leave it. */
  readonly earlier?: HostState | undefined
  /** What was read of a host that tasks delegate to. */
  delegateWorld?(host: string): HostState | undefined
}

export function predict(input: PredictionInput): PredictionStage {
  const { play, notified, ran, results, others } = input
  const world = ahead(input.world)
  try {
    input.earlier?.replayOn(world)
  } catch (error) {
    if (!(error instanceof NotRead)) throw error
    return { type: 'unread', refs: [error.ref] }
  }
  const progress = startProgress({ host: play.host, world, notified, results, others })
  const forecasts: Prediction[] = []
  const unread: Ref[] = []
  const delegates = new Map<string, readonly Ref[]>()
  const worlds = new Map<string, HostState>()
  const isUnread = () => unread.length > 0 || delegates.size > 0
  let uncertain: string | undefined
  let toRun: Task | undefined
  const rescues = new PossibleRescues(play.tasks)
  const visit = (task: Task, maybe?: string): OpStatus => {
    rescues.enter(task, progress)
    // What another host of the batch finds is known when it has run.
    if (isFollower(task, play.host)) {
      recordPending(progress, task)
      return 'skipped'
    }
    const known = ran?.get(task)
    const own = progressFor(progress, task)
    const forecast = known
      ? recall(known, progress, forecasts)
      : predictTask(task, progressThere(task, own), { uncertain, maybe, mayRun: ran !== undefined })
    if ('run' in forecast) {
      toRun ??= task
      return isUnread() ? 'done' : 'interrupted'
    }
    if ('unread' in forecast) {
      // Later tasks may name its result.
      recordPending(progress, task)
      const { delegateTo } = task
      if (delegateTo === undefined) unread.push(...forecast.unread)
      else delegates.set(delegateTo, [...(delegates.get(delegateTo) ?? []), ...forecast.unread])
      return task.include ? 'skipped' : 'done'
    }
    if (own !== progress) giveFacts(progress, task, own)
    forecasts.push(forecast)
    rescues.leave(forecast)
    if (task.delegateTo !== undefined && ['changed', 'unknown'].includes(forecast.status)) progress.changed = true
    if (forecast.doubt) uncertain ??= task.name
    if (forecast.status === 'failed') return isPassedOver(forecast) ? 'done' : 'failed'
    return forecast.status === 'skipped' || forecast.status === 'unknown' ? 'skipped' : 'done'
  }
  const foresee = (op: Op): OpStatus => {
    if (op.type === 'task') return visit(op.task)
    return op.type === 'flush' ? flush(play, progress, visitHandler) : 'done'
  }
  const scope = () => readScope(progress)
  const ops = schedule(play, scope)
  for (let next = ops.next(); !next.done; ) next = ops.next(foresee(next.value))
  if (!isUnread() && toRun !== undefined) return { type: 'run', task: toRun, progress }
  if (unread.some(({ kind }) => isEarly(kind))) unread.push(...progress.world.questions())
  return isUnread()
    ? { type: 'unread', refs: unread, ...(delegates.size > 0 && { delegates }) }
    : { type: 'forecast', forecasts, progress }

  /** A task that is delegated plans on the state of the other host. */
  function progressThere({ delegateTo }: Task, own: Progress): Progress {
    if (delegateTo === undefined) return own
    const there = worlds.get(delegateTo) ?? ahead(input.delegateWorld?.(delegateTo) ?? new HostState())
    worlds.set(delegateTo, there)
    return progressOn(own, there)
  }

  /** In a check, what packages bring is read. */
  function ahead(from: HostState): HostState {
    const fork = from.fork()
    fork.readArchives(ran === undefined ? 0 : (play.archiveMegabytes ?? 200))
    return fork
  }

  /** With what it includes. */
  function visitHandler(handler: Task, maybe?: string): OpStatus {
    const inner = walkHandler(handler, scope)
    let next = inner.next()
    while (!next.done) next = inner.next(next.value.type === 'task' ? visit(next.value.task, maybe) : 'done')
    return next.value === 'ended' ? 'done' : next.value
  }
}

function flush(play: HostPlay, progress: Progress, visit: Visit): OpStatus {
  const runs: string[] = []
  for (;;) {
    const due = nextHandler(play, name => progress.notified.has(name) || progress.maybeNotified.has(name), runs)
    if (!due) return 'done'
    runs.push(due.name)
    const sure = progress.notified.delete(due.name)
    const maybe = progress.maybeNotified.get(due.name)
    progress.maybeNotified.delete(due.name)
    const status = visit(due, sure ? undefined : maybe)
    if (status === 'failed' || status === 'interrupted') return status
  }
}

type Visit = (task: Task, maybe?: string) => OpStatus

/** Failed, but the play goes on. A rescued failure is passed over too, but ends its block. */
function isPassedOver({ ignored, task }: Prediction): boolean {
  return ignored === true && !isRescued(task)
}

/** What was run in the check has happened; where it failed for want of what earlier tasks would make, it may yet succeed. */
function recall({ forecast, registered }: Ran, progress: Progress, earlier: readonly Prediction[]): Prediction {
  const { task, status } = forecast
  if (status === 'failed') {
    const cause = earlier.find(({ status }) => status === 'changed' || status === 'unknown')
    if (cause !== undefined) return unknown({ task, because: cause.task.name, changes: forecast.changes }, progress)
  }
  if (task.register !== undefined) progress.registered.set(task.register, registered)
  if (status === 'changed') notify(progress, task)
  return forecast
}
