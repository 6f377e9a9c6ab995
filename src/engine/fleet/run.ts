/** Runs plays over a fleet: batch by batch, hosts side by side, one host's trouble never another's. */

import type { Step } from '../../resources/kind.ts'
import { holdsSecret } from '../../secret/index.ts'
import { quote } from '../../shell/sh.ts'
import type { Frame } from '../../transport/session.ts'
import type { Addition } from '../additions.ts'
import { renderFrame } from '../apply/steps.ts'
import type { Emit, HostSummary, SwkEvent } from '../events.ts'
import type { Mode } from '../host/options.ts'
import type { Results } from '../host/progress.ts'
import type { Review } from '../host/review.ts'
import { runHost } from '../host/run-host.ts'
import { confirmRun } from '../journal/confirm-run.ts'
import { Journal } from '../journal/journal.ts'
import { type RunInfo, startRun } from '../journal/run-info.ts'
import { verbosityOf, withoutResults } from '../report/details.ts'
import { describeLost, Reported } from '../report/lost.ts'
import type { OtherHosts } from '../task.ts'
import { Batch } from './batch.ts'
import type { Connection } from './connection.ts'
import { Delegates } from './delegates.ts'
import { exitCode } from './exit.ts'
import { Slots } from './pool.ts'
import type { RunnablePlay } from './runnable-play.ts'
import { Tally } from './tally.ts'
import { Turns } from './turns.ts'

export type RunOptions = {
  readonly mode: Mode
  /** Of `verify`: also what does what users do. */
  readonly active?: boolean
  /** 1: results are reported; 2: also what is run; 3: also what is read. Default 0. */
  readonly verbosity?: number
  /** Hosts at the same time. */
  readonly forks: number
  readonly emit: Emit
  readonly holder: string
  readonly signal?: AbortSignal
  /** Exit 3 where something was, or would be, changed. */
  readonly detailedExitcode?: boolean
  /** Seconds after which a host takes a run back that is not confirmed, whatever the plays say. */
  readonly confirm?: number
  /** Whether a failed run is taken back, whatever the plays say. */
  readonly rollback?: boolean
  /** The command that takes a run back on a host, for people. */
  rollbackCommand?(host: string, run: string): string
  /** What the journals of hosts say about the run. */
  readonly about?: Pick<RunInfo, 'playbook' | 'revision'>
  /** Nothing is noted on the hosts. */
  readonly withoutJournal?: true
  connect(host: string, become: boolean): Promise<Connection>
  /** Asked before each task of a play: whether it is to run. */
  confirmTask?(host: string, task: string): Promise<boolean>
  /** Of a play on a host. */
  review?(play: RunnablePlay, host: string): Review | undefined
}

export type RunResult = { readonly exit: number; readonly hosts: Readonly<Record<string, HostSummary>> }

export async function run(plays: readonly RunnablePlay[], options: RunOptions): Promise<RunResult> {
  const { verbosity = 0 } = options
  const tally = new Tally(verbosity >= verbosityOf.results ? options.emit : withoutResults(options.emit))
  const fleet = new Map<string, Promise<Connection>>()
  const out = new Set<string>()
  const results = new Map<string, Results>()
  const turns = new Turns(options.holder)
  const journals = new Map<string, Journal>()
  const info = startRun(options, new Date())
  // As they are with what was added to the inventory.
  const current = [...plays]
  // A host has one connection for all its plays: as root where one of them needs it.
  const connect: Roll['connect'] = host =>
    options.connect(
      host,
      current.some(play => play.needsBecome && play.hosts.includes(host) && (play.becomes?.(host) ?? true)),
    )
  const delegates = new Delegates({
    holder: options.holder,
    connect: host =>
      options.connect(
        host,
        current.some(play => play.delegates?.get(host) ?? false),
      ),
    startJournal: () => (options.mode === 'play' && !options.withoutJournal ? new Journal(info) : undefined),
    tell: readsTold(options),
  })
  try {
    for (const [i, written] of plays.entries()) {
      if (options.signal?.aborted) break
      const play = await extendPlay(written, { results, emit: tally.emit })
      if (play === undefined) break
      current[i] = play
      if (
        !(await runPlay(play, {
          ...options,
          plays,
          emit: tally.emit,
          connect,
          results,
          turns,
          fleet,
          out,
          journals,
          info,
          delegates,
        }))
      )
        break
    }
  } finally {
    const status = (isOut: boolean) => (options.signal?.aborted ? 'interrupted' : isOut ? 'failed' : 'done')
    for (const [host, journal] of journals) await endJournal(fleet.get(host), journal, status(out.has(host)))
    await Promise.all([...fleet].map(([host, connection]) => close(host, connection, tally)))
    await delegates.close(async (host, opened) => {
      const journal = await opened.then(
        delegate => delegate.journal,
        () => undefined,
      )
      if (journal) await endJournal(opened, journal, status(out.size > 0))
      await close(host, opened, tally)
    })
  }
  const hosts = tally.summary()
  const exit = exitCode(hosts, {
    interrupted: options.signal?.aborted ?? false,
    detailed: options.detailedExitcode ?? false,
  })
  options.emit({ type: 'summary', hosts, exit })
  return { exit, hosts }
}

async function endJournal(
  connection: Promise<Connection> | undefined,
  journal: Journal,
  status: string,
): Promise<void> {
  const end = journal.end(status, now())
  if (end)
    await connection?.then(
      ({ session }) => session.post(closing(end)),
      () => {},
    )
}

/** What the hosts have registered so far. */
function namesIn(hosts: readonly string[], results: Roll['results']): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(hosts.map(host => [host, new Set(results.get(host)?.registered.keys())]))
}

/** What tasks have added to the inventory. */
function additionsOf(results: Roll['results'], batch?: Batch): readonly Addition[] {
  return [...results].flatMap(([host, own]) => (batch?.results(host) ?? own).additions)
}

/** Another host sees the variables from now on. */
function keepFor(
  host: string,
  values: ReadonlyMap<string, unknown>,
  { results, batch }: Roll & { readonly batch: Batch },
): void {
  const own = results.get(host) ?? { registered: new Map(), pending: new Map(), additions: [] }
  results.set(host, own)
  for (const [name, value] of values) {
    own.registered.set(name, value)
    batch.results(host)?.registered.set(name, value)
  }
}

/** What a host sees of the others: those of its batch as they run, the rest as earlier plays have left them. */
function othersOf({ batch, results }: Roll & { readonly batch: Batch }): OtherHosts {
  return {
    registered: host => (batch.results(host) ?? results.get(host))?.registered,
    isEarlier: (host, name) => batch.earlier.get(host)?.has(name) ?? results.get(host)?.registered.has(name) ?? false,
    isGiven: () => false,
    additions: () => additionsOf(results, batch),
    isPending: (host, name) => results.get(host)?.pending.has(name) ?? false,
    isBehind: (host, order) => batch.isBehind(host, order),
  }
}

/** Reports what is read of a host, where that is asked for. */
function readsTold({ verbosity = 0, emit }: Pick<RunOptions, 'verbosity' | 'emit'>) {
  if (verbosity < verbosityOf.reads) return undefined
  return (host: string, text: string) => emit({ type: 'detail', host, text })
}

/** Undefined where it turns out to be wrong: that is reported. */
async function extendPlay(play: RunnablePlay, { results, emit }: Pick<Roll, 'results' | 'emit'>) {
  const additions = additionsOf(results)
  if (additions.length === 0 || play.extend === undefined) return play
  try {
    return await play.extend(additions)
  } catch (error) {
    const lost = describeLost(error)
    for (const { host } of additions) emit({ ...connectEvent(host, lost), task: `Load "${play.name}"` })
    return undefined
  }
}

type TaskEvent = Extract<SwkEvent, { type: 'task' }>
const now = (): string => new Date().toISOString()

/** What the last step of a host finds is a shell that a failure has left. */
const closing = (end: Step): readonly Frame[] => [
  { kind: 'clear', script: quote(''), timeout: 10 },
  renderFrame(end, undefined),
]

type Fleet = Map<string, Promise<Connection>>
type Roll = Omit<RunOptions, 'connect'> & {
  readonly delegates: Delegates
  readonly turns: Turns
  connect(host: string): Promise<Connection>
  readonly fleet: Fleet
  /** Hosts that failed or could not be reached: no later play has them. */
  readonly out: Set<string>
  /** Registered results by host: they outlive a play. */
  readonly results: Map<string, Results>
  /** What is noted on each host of this run. */
  readonly journals: Map<string, Journal>
  readonly info: RunInfo
  readonly plays: readonly RunnablePlay[]
}

/** False when the play ends the run (Ansible: a failed batch, or more failures than `max_fail_percentage` allows). */
async function runPlay(play: RunnablePlay, options: Roll): Promise<boolean> {
  const { out } = options
  options.emit({ type: 'play:start', play: play.name, hosts: play.hosts, check: options.mode === 'check' })
  for (const batch of play.batches) {
    const hosts = batch.filter(host => !out.has(host))
    if (hosts.length === 0) continue
    if (play.batches.length > 1) options.emit({ type: 'batch:start', play: play.name, hosts })
    const slots = new Slots(options.forks)
    const shared = new Batch(hosts, slots.pause, namesIn(hosts, options.results))
    const isOver = () => options.signal?.aborted || shared.hasEnded || tooManyFailed(hosts, out, play.maxFailPercentage)
    await slots.each(hosts, async host => {
      if (!isOver() && !(await runOn(host, play, { ...options, batch: shared }))) out.add(host)
      shared.end(host)
    })
    const lost = hosts.filter(host => out.has(host)).length
    if (
      options.signal?.aborted ||
      shared.hasEnded ||
      lost === hosts.length ||
      tooManyFailed(hosts, out, play.maxFailPercentage)
    )
      return false
  }
  return true
}

function tooManyFailed(batch: readonly string[], out: ReadonlySet<string>, percentage: number | undefined): boolean {
  if (percentage === undefined) return false
  return (batch.filter(host => out.has(host)).length / batch.length) * 100 > percentage
}

/** True when the host stays in the run. Never throws: a host's error is told and ends that host only. */
async function runOn(host: string, play: RunnablePlay, options: Roll & { readonly batch: Batch }): Promise<boolean> {
  const { emit, fleet } = options
  try {
    const connection = fleet.get(host) ?? options.connect(host)
    fleet.set(host, connection)
    const { session, loginUser, sessionUser } = await connection
    const abort = {
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(loginUser === undefined ? {} : { loginUser }),
      ...(sessionUser === undefined ? {} : { sessionUser }),
    }
    const results = options.results.get(host) ?? { registered: new Map(), pending: new Map(), additions: [] }
    options.results.set(host, results)
    const bound = await play.bind(host, session)
    const journal =
      options.journals.get(host) ??
      new Journal({ ...options.info, ...declaredBy(options.plays, host), ...bound.about }, bound.journal)
    const isNoted = options.mode === 'play' && !options.withoutJournal
    if (isNoted) options.journals.set(host, journal)
    journal.confirm = options.confirm ?? bound.confirm
    const turn = options.turns.start(host, session)
    const ended = await runHost(bound, session, {
      mode: options.mode,
      active: options.active ?? false,
      verbosity: options.verbosity ?? 0,
      emit,
      holder: turn.holder,
      locked: turn.locked,
      giveWay: holder => options.batch.standAside(host, turn.giveWay(holder)),
      others: othersOf(options),
      keepFor: (name, values) => keepFor(name, values, options),
      results,
      batch: options.batch,
      delegates: options.delegates,
      ...(options.confirmTask && { confirmTask: options.confirmTask }),
      isInPlay: name => play.hosts.includes(name),
      review: options.review?.(play, host),
      ...(isNoted && { journal }),
      ...(options.rollback !== undefined && { rollback: options.rollback }),
      ...abort,
    }).finally(turn.end)
    const isConfirmed =
      ended !== 'done' || !journal.isArmed || (await confirmRun({ host, journal, emit }, () => options.connect(host)))
    const status = isConfirmed ? ended : 'failed'
    emit({ type: 'host:end', host, status, ...(status !== 'done' && leftBy(host, options)) })
    return status === 'done'
  } catch (error) {
    if (play.ignoresUnreachable && describeLost(error).status === 'unreachable') {
      emit({ ...connectEvent(host, describeLost(error)), ignored: true })
      emit({ type: 'host:end', host, status: 'unreachable' })
      fleet.delete(host)
      return true
    }
    tellLost(host, error, event => emit(event.type === 'host:end' ? { ...event, ...leftBy(host, options) } : event))
    return false
  }
}

/** The topology of a host; that of a later play counts. */
function declaredBy(plays: readonly RunnablePlay[], host: string): Pick<RunInfo, 'topology'> {
  const topology = plays.map(play => play.declares?.(host)).findLast(one => one !== undefined)
  return topology === undefined || holdsSecret(JSON.stringify(topology.declared)) ? {} : { topology }
}

/** What a run that has not come to its end has changed on the host, and how to take that back. */
function leftBy(host: string, { journals, info, rollbackCommand }: Roll) {
  const journal = journals.get(host)
  const delegated = [...(journal?.delegated ?? [])].map(host => ({ host, takeBack: rollbackCommand?.(host, info.run) }))
  const elsewhere = delegated.length === 0 ? {} : { run: info.run, delegated }
  if (journal === undefined || journal.entries.length === 0) return elsewhere
  const changes = journal.entries.length
  if (journal.isTakenBack) return { run: info.run, changes, takenBack: true as const, ...elsewhere }
  const command = rollbackCommand?.(host, info.run)
  return { run: info.run, changes, ...(command !== undefined && { takeBack: command }), ...elsewhere }
}

function tellLost(host: string, error: unknown, emit: Emit): void {
  const lost = describeLost(error)
  if (!(error instanceof Reported)) emit(connectEvent(host, lost))
  emit({ type: 'host:end', host, status: lost.status })
}

/** What happens before the first task, or between two. */
function connectEvent(host: string, { status, error }: ReturnType<typeof describeLost>): TaskEvent {
  const about = { host, task: 'Connect', module: 'connect', section: 'connect' }
  return { type: 'task', ...about, status, ms: 0, diff: [], error }
}

async function close(host: string, connection: Promise<Connection>, tally: Tally): Promise<void> {
  try {
    const { session } = await connection
    tally.traffic(host, session.traffic)
    await session.close()
  } catch {
    // The connection was never made, or is gone: that was told when it happened.
  }
}
