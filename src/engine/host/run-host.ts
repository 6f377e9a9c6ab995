/** Runs one play on one host: observe, foresee, then (unless it is a check) converge, and take back what failed. */
import type { Session } from '../../transport/session.ts'
import { readWayBack } from '../journal/rollback-play.ts'
import { HostClient } from '../observe/host-client.ts'
import { firstRefs } from '../observe/refs.ts'
import { readsTold } from '../report/details.ts'
import { goesOn, type HostPlay, type Task } from '../task.ts'
import { converge } from './converge.ts'
import { check, forecast, object, refuse, refuseRestart } from './foresee.ts'
import type { HostStatus, Start } from './host-run.ts'
import type { HostOptions } from './options.ts'

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
