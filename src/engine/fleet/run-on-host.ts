/** A play on one host, whose trouble is never another's. */
import { holdsSecret } from '../../secret/index.ts'
import { runHost } from '../host/run-host.ts'
import { confirmRun } from '../journal/confirm-run.ts'
import { Journal } from '../journal/journal.ts'
import type { RunInfo } from '../journal/run-info.ts'
import { describeLost } from '../report/lost.ts'
import type { Batch } from './batch.ts'
import { keepFor, othersOf } from './others.ts'
import { type Roll, resultsOf } from './roll.ts'
import type { RunnablePlay } from './runnable-play.ts'
import { connectEvent, tellLost } from './tell-lost.ts'

/** True when the host stays in the run. Never throws: a host's error is told and ends that host only. */
export async function runOn(
  host: string,
  play: RunnablePlay,
  options: Roll & { readonly batch: Batch },
): Promise<boolean> {
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
    const results = resultsOf(host, options)
    const foreseen = options.foreseen.get(host) ?? {}
    options.foreseen.set(host, foreseen)
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
      foreseen,
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
      options.foreseen.delete(host)
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
  if (journal === undefined || journal.changes === 0) return elsewhere
  const { changes } = journal
  if (journal.isTakenBack) return { run: info.run, changes, takenBack: true as const, ...elsewhere }
  const command = rollbackCommand?.(host, info.run)
  return { run: info.run, changes, ...(command !== undefined && { takeBack: command }), ...elsewhere }
}
