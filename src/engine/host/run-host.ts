/** Runs one play on one host: observe, foresee, then (unless it is a check) plan, apply and verify task by task. */
import { SwkError } from '../../errors/diagnostic.ts'
import { pendingHandlersRef } from '../../resources/pending-handlers.ts'
import type { Session } from '../../transport/session.ts'
import { applyTask, settleReady } from '../apply/apply.ts'
import { confirmAllRunning, confirmRunning } from '../apply/confirm-running.ts'
import { followTask, publishTask } from '../apply/once.ts'
import { readPendingHandlers, renderPendingHandlers } from '../apply/pending-handlers.ts'
import { renderFrame } from '../apply/steps.ts'
import type { Emit } from '../events.ts'
import { readWayBack } from '../journal/rollback-play.ts'
import { HostClient } from '../observe/host-client.ts'
import { firstRefs } from '../observe/refs.ts'
import { restartOf } from '../observe/restart.ts'
import { type Prediction, predict, type Ran } from '../plan/predict.ts'
import { readsTold } from '../report/details.ts'
import { describeCutOff, Reported } from '../report/lost.ts'
import { reportTask, startTask } from '../report/report.ts'
import { goesOn, type HostPlay, isFollower, isRescued, type Task } from '../task.ts'
import type { HostRun } from './host-run.ts'
import { nextHandler } from './next-handler.ts'
import type { HostOptions } from './options.ts'
import { keepResults, readScope, startProgress } from './progress.ts'
import type { Objection } from './review.ts'
import { type Op, type OpStatus, schedule, type WalkStatus, walkHandler } from './schedule.ts'

/** What is at hand before anything has run. `notified`: handlers that an earlier run left to be run. */
type Start = Omit<HostRun, 'progress' | 'ahead'> & { readonly notified: readonly string[] }

export type HostStatus = 'done' | 'failed' | 'interrupted'

/** Throws SwkError when the host is unreachable, busy or sudo fails; task failures are told as events. */
export async function runHost(play: HostPlay, session: Session, options: HostOptions): Promise<HostStatus> {
  let chosen = choose(play, options)
  options.emit({ type: 'host:start', host: play.host, tasks: chosen.tasks.length })
  const channel = options.foreseen?.channel ?? openChannel(play, session, options)
  const notified = await channel.open(
    firstRefs(chosen, channel.world.loginUser),
    options.mode === 'play' && !options.locked,
  )
  await shareFacts(play, channel, options)
  const rebound = play.rebind?.(channel.world)
  if (rebound !== undefined) chosen = choose(rebound, options)
  const due = notified.filter(name => !chosen.dropped?.includes(name))
  const start = { play: chosen, channel, notified: due, options }
  if (options.mode !== 'verify') {
    const forecasts = (await forecast(start)).map(one => refuseRestart(one, start))
    const objections = options.review?.foreseen(forecasts) ?? []
    if (options.mode === 'check') return check(forecasts, play.host, options)
    const refusal = forecasts.find(f => f.status === 'failed' && !f.ignored)
    if (refusal !== undefined && !goesOn(refusal.task.section)) return refuse(refusal, play.host, options)
    if (objections.length > 0) return object(objections, play.host, options.emit)
  }
  const status = await converge(start)
  return status === 'failed' && (options.rollback ?? play.rollback) ? takeBack(start, session) : status
}

function openChannel({ host }: HostPlay, session: Session, options: HostOptions): HostClient {
  const tell = readsTold(options)
  return new HostClient(session, { ...options, ...(tell && { tell: text => tell(host, text) }) })
}

/** The others wait for them, as it does for theirs. */
async function shareFacts({ host, sharedFacts }: HostPlay, { world }: HostClient, options: HostOptions): Promise<void> {
  if (sharedFacts === undefined || options.mode === 'verify') return
  for (const [name, value] of sharedFacts(world)) options.results?.registered.set(name, value)
  await options.batch?.meet(host, 0)
}

/** Takes back what the run has changed on this host: an ordinary play of its own, with a journal of its own. */
async function takeBack({ play, channel, options }: Start, session: Session): Promise<HostStatus> {
  const { journal } = options
  if (journal === undefined || journal.entries.length === 0) return 'failed'
  await channel.recover()
  const { topology, ...wayBack } = await readWayBack(session, journal, play.declared?.compile)
  const own = journal.takingBack(new Date(), topology)
  // Nothing is due any more for what is taken back: its handlers are here to be struck off.
  const handlers = [...wayBack.handlers, ...play.handlers]
  const back: HostPlay = { host: play.host, ...wayBack, handlers }
  const status = await converge({ play: back, channel, notified: [], options: { ...options, journal: own } })
  journal.isTakenBack = status === 'done'
  if (journal.isTakenBack && journal.isArmed) channel.post(journal.disarm())
  channel.post(own.end(status, new Date().toISOString()))
  return 'failed'
}

function choose(play: HostPlay, options: HostOptions): HostPlay {
  return { ...play, tasks: play.tasks.filter(task => isMeant(task, options)) }
}

function isMeant({ section, onlyVerify, onlyActive }: Task, { mode, active = false }: HostOptions): boolean {
  if (mode === 'verify') return section === 'verification' && (active || !onlyActive)
  return !onlyVerify && !onlyActive
}

/** Foresees; reads what turns out to be missing, a round trip a stage. In a check, runs what says `check_mode: false`. */
async function forecast({ play, channel, notified, options }: Start): Promise<readonly Prediction[]> {
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

function check(forecasts: readonly Prediction[], host: string, options: HostOptions): HostStatus {
  for (const { intents, ...forecast } of forecasts)
    reportTask(options.emit, { notes: intents, ...forecast, host, ms: 0 })
  const failed = forecasts.find(f => f.status === 'failed' && !f.ignored)
  endPlay(failed?.task, options)
  return failed ? 'failed' : 'done'
}

/** Where a restart of the host would end the run, or have its timer take the run back. */
function refuseRestart(prediction: Prediction, { play, channel, options }: Start): Prediction {
  if (prediction.task.delegateTo !== undefined || restartOf(prediction.changes ?? []) === undefined) return prediction
  const message = !channel.isRemote
    ? 'a reboot of this machine would end the run'
    : (options.journal?.confirm ?? play.confirm) !== undefined
      ? 'the host takes a run that waits for its confirmation back when it reboots'
      : undefined
  return message === undefined ? prediction : { ...prediction, status: 'failed', error: { code: 'refused', message } }
}

/** What can be known to fail fails before the first change. */
function refuse({ task, error, because }: Prediction, host: string, options: HostOptions): HostStatus {
  endPlay(task, options)
  reportTask(options.emit, { host, task, status: 'failed', error, because, notes: ['nothing was changed'], ms: 0 })
  return 'failed'
}

/** `any_errors_fatal`: what failed ends the play for the other hosts too. */
function endPlay(task: Task | undefined, { batch }: HostOptions): void {
  if (task?.endsPlay && batch) batch.hasEnded = true
}

/** The host is not as its plan says: each item that is not is named, and nothing is changed. */
function object(objections: readonly Objection[], host: string, emit: Emit): HostStatus {
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

async function converge({ play, channel, notified, options }: Start): Promise<HostStatus> {
  const { results, others } = options
  const progress = startProgress({ host: play.host, world: channel.world, notified, results, others })
  options.batch?.attach(play.host, progress)
  const run: HostRun = { play, progress, channel, options, ahead: new Map() }
  const ops = schedule(play, () => readScope(progress))
  let next = ops.next()
  while (!next.done) next = ops.next(await runOp(next.value))
  reportReady(run)
  keepResults(options.results, progress)
  if (next.value === 'failed') {
    endPlay(progress.failed, options)
    await channel.recover()
    await strikeOff(run)
  }
  if (next.value === 'interrupted' || (next.value === 'failed' && !progress.isVerifying)) return next.value
  return (await confirmAllRunning(run)) && next.value !== 'failed' ? 'done' : 'failed'

  async function runOp(op: Op): Promise<OpStatus> {
    // What runs after a failure (rescue, always, force_handlers) finds a shell that runs steps again.
    await channel.recover()
    if (op.type === 'task') {
      if (op.task.section === 'verification') progress.isVerifying = true
      return runTask(op.task, run, op.following)
    }
    reportReady(run)
    if (op.type === 'reconnect') return reconnect(run)
    const status = await flush(run)
    if (status !== 'done') return status
    return (await confirmRunning(run, op.section)) ? 'done' : 'failed'
  }
}

async function flush(run: HostRun): Promise<HostStatus> {
  const { play, progress } = run
  const runs: string[] = []
  for (;;) {
    const due = nextHandler(play, name => progress.notified.has(name), runs)
    if (!due) break
    runs.push(due.name)
    const status = await runHandler(due, run)
    if (status === 'failed' || status === 'interrupted') return status
    progress.notified.delete(due.name)
  }
  await strikeOff(run)
  return 'done'
}

/** With what it includes. */
async function runHandler(handler: Task, run: HostRun): Promise<WalkStatus> {
  const ops = walkHandler(handler, () => readScope(run.progress))
  let next = ops.next()
  while (!next.done) next = ops.next(await runHandlerOp(next.value, run))
  return next.value
}

/** A handler flushes none. */
async function runHandlerOp(op: Op, run: HostRun): Promise<OpStatus> {
  if (op.type === 'task') return runTask(op.task, run)
  return op.type === 'reconnect' ? reconnect(run) : 'done'
}

async function reconnect({ channel }: HostRun): Promise<OpStatus> {
  await channel.reconnect()
  return 'done'
}

/** What had nothing to do, or was noted ahead of a change that turned out to be none (`changed_when`), is due no more. */
async function strikeOff({ play, progress, channel }: HostRun): Promise<void> {
  const own = new Set([...play.handlers.map(handler => handler.name), ...(play.dropped ?? [])])
  const strike = readPendingHandlers(channel.world).filter(name => own.has(name) && !progress.notified.has(name))
  const steps = renderPendingHandlers(channel.world, { strike })
  const frames = steps.map(step => renderFrame(step, undefined))
  if (frames.length > 0) await channel.change(frames, [])
}

/** `--step`: the answer was no. */
function leaveOut(task: Task, { progress, options }: HostRun): OpStatus {
  const because = 'left out'
  reportTask(options.emit, { host: progress.host, task, status: 'skipped', because, ms: 0 })
  return 'skipped'
}

/** Another host of the batch runs it. */
async function follow(task: Task, run: HostRun): Promise<OpStatus> {
  const outcome = await followTask(task, run)
  if (outcome === undefined) return 'done'
  reportTask(run.options.emit, { ...outcome, host: run.progress.host, task, ms: 0 })
  return outcome.ignored && !isRescued(task) ? 'done' : 'failed'
}

/** What was sent ahead of a task that failed was changed all the same. */
function reportReady(run: HostRun): void {
  const { progress, options } = run
  for (const [task, ready] of run.ahead) {
    if (!ready.items) continue
    startTask(options.emit, progress.host, task)
    reportTask(options.emit, { ...settleReady(task, ready, run), host: progress.host, task, ms: 0 })
  }
  run.ahead.clear()
}

async function runTask(task: Task, run: HostRun, following: Iterable<Task> = []): Promise<OpStatus> {
  const { progress, options } = run
  if (!run.ahead.has(task)) {
    if (options.signal?.aborted || options.batch?.hasEnded) return 'interrupted'
    reportReady(run)
  }
  if (task.order !== undefined) options.batch?.reach(progress.host, task.order)
  if (isFollower(task, progress.host)) return follow(task, run)
  if ((await options.confirmTask?.(progress.host, task.name)) === false) return leaveOut(task, run)
  const leave = await options.batch?.enter(task)
  const start = performance.now()
  startTask(options.emit, progress.host, task)
  const told = await applyTask(task, run, following)
    .catch(error => {
      const ms = performance.now() - start
      for (const one of describeCutOff(error, task)) {
        if (one.task !== task) startTask(options.emit, progress.host, one.task)
        reportTask(options.emit, { ...one, host: progress.host, ms })
      }
      throw new Reported(error)
    })
    .finally(leave)
  reportTask(options.emit, { ...told, host: progress.host, task, ms: performance.now() - start })
  publishTask(task, told, run)
  if (told.status === 'skipped') return 'skipped'
  if (told.status !== 'failed' || (told.ignored && !isRescued(task))) return 'done'
  progress.failed = task
  return told.error?.code === 'interrupted' ? 'interrupted' : 'failed'
}
