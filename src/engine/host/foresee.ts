/** What a play would do on a host, before anything is changed; and what of it stops the play. */
import { SwkError } from '../../errors/diagnostic.ts'
import { pendingHandlersRef } from '../../resources/pending-handlers.ts'
import { applyTask } from '../apply/apply.ts'
import type { Emit } from '../events.ts'
import { restartOf } from '../observe/restart.ts'
import { type Prediction, predict, type Ran } from '../plan/predict.ts'
import { reportTask } from '../report/report.ts'
import type { Task } from '../task.ts'
import { endPlay, type HostRun, type HostStatus, type Start } from './host-run.ts'
import type { HostOptions } from './options.ts'
import { keepResults } from './progress.ts'
import type { Objection } from './review.ts'

/** Foresees; reads what turns out to be missing, a round trip a stage. In a check, runs what says `check_mode: false`. */
export async function forecast({ play, channel, notified, options }: Start): Promise<readonly Prediction[]> {
  const ran = new Map<Task, Ran>()
  const isCheck = options.mode === 'check'
  for (let stage = 0; stage < 20 + play.tasks.length; stage++) {
    const foresight = predict({
      ...{ play, world: channel.world, notified, results: options.results, others: options.others },
      earlier: isCheck ? options.foreseen?.world : undefined,
      ran: isCheck ? ran : undefined,
      delegateWorld: host => options.delegates?.client(host)?.world,
    })
    if (foresight.type === 'forecast') {
      if (isCheck) {
        keepResults(options.results, foresight.progress)
        if (options.foreseen) Object.assign(options.foreseen, { channel, world: foresight.progress.world })
      }
      return foresight.forecasts
    }
    if (foresight.type === 'unread') {
      const { refs, delegates = [] } = foresight
      if (refs.length > 0) await channel.read(refs)
      for (const [host, wanted] of delegates)
        await options.delegates?.run(host, ({ client }) => client.read([pendingHandlersRef, ...wanted]))
    } else
      ran.set(
        foresight.task,
        await runInCheck(foresight.task, { ...foresight, play, channel, options, ahead: new Map() }),
      )
  }
  throw new SwkError({ code: 'bug', message: 'planning does not terminate: each pass reads more of the host' })
}

async function runInCheck(task: Task, run: HostRun): Promise<Ran> {
  const { status, changes = [], error, because, ignored } = await applyTask(task, run)
  const told = {
    ...(error && { error: error as Prediction['error'] & object }),
    ...(because !== undefined && { because }),
    ...(ignored && { ignored }),
  }
  const registered = task.register === undefined ? undefined : run.progress.registered.get(task.register)
  return { forecast: { task, status: status as Prediction['status'], changes, ...told }, registered }
}

export function check(forecasts: readonly Prediction[], host: string, options: HostOptions): HostStatus {
  for (const { intents, ...forecast } of forecasts)
    reportTask(options.emit, { notes: intents, ...forecast, host, ms: 0 })
  const failed = forecasts.find(f => f.status === 'failed' && !f.ignored)
  endPlay(failed?.task, options)
  return failed ? 'failed' : 'done'
}

/** Where a restart of the host would end the run, or have its timer take the run back. */
export function refuseRestart(prediction: Prediction, { play, channel, options }: Start): Prediction {
  if (prediction.task.delegateTo !== undefined || restartOf(prediction.changes ?? []) === undefined) return prediction
  const message = !channel.isRemote
    ? 'a reboot of this machine would end the run'
    : (options.journal?.confirm ?? play.confirm) !== undefined
      ? 'the host takes a run that waits for its confirmation back when it reboots'
      : undefined
  return message === undefined ? prediction : { ...prediction, status: 'failed', error: { code: 'refused', message } }
}

/** What can be known to fail fails before the first change. */
export function refuse({ task, error, because }: Prediction, host: string, options: HostOptions): HostStatus {
  endPlay(task, options)
  reportTask(options.emit, { host, task, status: 'failed', error, because, notes: ['nothing was changed'], ms: 0 })
  return 'failed'
}

/** The host is not as its plan says: each item that is not is named, and nothing is changed. */
export function object(objections: readonly Objection[], host: string, emit: Emit): HostStatus {
  const hint = 'this play has changed nothing; make a new plan with --check --plan FILE'
  for (const { message, ...about } of objections)
    emit({
      type: 'task',
      host,
      ...about,
      status: 'failed',
      ms: 0,
      diff: [],
      error: { code: 'plan-differs', message, hint },
    })
  return 'failed'
}
