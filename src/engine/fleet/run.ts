/** Runs plays over a fleet, and closes what they opened. */
import type { Step } from '../../resources/kind.ts'
import { quote } from '../../shell/sh.ts'
import type { Frame } from '../../transport/session.ts'
import { renderFrame } from '../apply/steps.ts'
import type { Foreseen } from '../host/options.ts'
import type { Results } from '../host/progress.ts'
import { Journal } from '../journal/journal.ts'
import { startRun } from '../journal/run-info.ts'
import { readsTold, verbosityOf, withoutResults } from '../report/details.ts'
import type { Connection } from './connection.ts'
import { Delegates } from './delegates.ts'
import { exitCode } from './exit.ts'
import type { Roll, RunOptions, RunResult } from './roll.ts'
import { extendPlay, runPlay } from './run-play.ts'
import type { RunnablePlay } from './runnable-play.ts'
import { Tally } from './tally.ts'
import { Turns } from './turns.ts'

export async function run(plays: readonly RunnablePlay[], options: RunOptions): Promise<RunResult> {
  const { verbosity = 0 } = options
  const tally = new Tally(verbosity >= verbosityOf.results ? options.emit : withoutResults(options.emit))
  const fleet = new Map<string, Promise<Connection>>()
  const out = new Set<string>()
  const results = new Map<string, Results>()
  const foreseen = new Map<string, Foreseen>()
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
  const emit = tally.emit
  const roll = { ...options, plays, emit, connect, results, turns, fleet, out, foreseen, journals, info, delegates }
  try {
    for (const [i, written] of plays.entries()) {
      if (options.signal?.aborted) break
      const play = await extendPlay(written, roll)
      if (play === undefined) break
      current[i] = play
      if (!(await runPlay(play, roll))) break
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

const now = (): string => new Date().toISOString()

/** What the last step of a host finds is a shell that a failure has left. */
const closing = (end: Step): readonly Frame[] => [
  { kind: 'clear', script: quote(''), timeout: 10 },
  renderFrame(end, undefined),
]

async function close(host: string, connection: Promise<Connection>, tally: Tally): Promise<void> {
  try {
    const { session } = await connection
    tally.traffic(host, session.traffic)
    await session.close()
  } catch {
    // The connection was never made, or is gone: that was told when it happened.
  }
}
