/** What the journals of hosts tell: the runs of each, or the changes of one run as events of tasks. */
import type { Session } from '../../transport/session.ts'
import type { Emit, SwkEvent } from '../events.ts'
import type { RunnablePlay } from '../fleet/runnable-play.ts'
import { probe } from '../observe/probe.ts'
import { planChange } from '../plan/change.ts'
import { reportTask } from '../report/report.ts'
import type { Entry } from './entry.ts'
import { type HostJournal, listRuns, type RunSummary, readRuns } from './read.ts'
import { taskOf } from './rollback.ts'

/** Reads the journals of hosts: each run as an event, or the changes of one. Nothing is played. */
export function historyPlay(
  hosts: readonly string[],
  { run, become, emit }: { readonly run?: string; readonly become: boolean; readonly emit: Emit },
): RunnablePlay {
  return {
    ...{ name: 'History', hosts, batches: [hosts], needsBecome: become },
    async bind(host, session) {
      if (run !== undefined) for (const told of await readChanges(session, run)) reportTask(emit, { host, ...told })
      else for (const one of await listRuns(session)) emit(eventOf(host, one))
      return { host, tasks: [], handlers: [] }
    },
  }
}

function eventOf(host: string, { run, at, who, playbook, revision, takesBack, changes, end }: RunSummary): SwkEvent {
  const about = { ...(playbook && { playbook }), ...(revision && { revision }), ...(takesBack && { takesBack }) }
  return { type: 'run', host, run, at, who, ...about, changes, ...(end && { end }) }
}

/** The changes of a run as they were made, with their diffs; nothing where the host has no such run. */
async function readChanges(session: Session, run: string) {
  const journal = await readRuns(session, run)
  const [recorded] = journal.runs
  if (recorded === undefined) return []
  const texts = await textsOf(session, recorded.entries, journal)
  return recorded.entries.map(entry => resultOf(entry, texts))
}

function resultOf(entry: Entry, texts: Texts) {
  const { want } = entry.change
  const before = withText(entry.change.before, texts)
  const after = withText(entry.change.after, texts)
  const changes = [{ want, before, after, fields: planChange(want, before)?.fields ?? [], quiet: false }]
  return { task: { ...taskOf(entry, { wants: [] }), name: entry.task }, status: 'changed' as const, changes, ms: 0 }
}

type Texts = ReadonlyMap<string, string>

/** Contents by hash: what the host keeps, and of files that are as the run left them what is in them. */
async function textsOf(session: Session, entries: readonly Entry[], { kept }: HostJournal): Promise<Texts> {
  const texts = new Map([...kept].flatMap(([hash, bytes]) => (bytes === null ? [] : [[hash, textOf(bytes)] as const])))
  const missing = entries.filter(
    ({ noLog, change: { after } }) => !noLog && typeof after?.sha256 === 'string' && !texts.has(after.sha256),
  )
  if (missing.length === 0) return texts
  const { frame, read } = probe(
    missing.map(({ change: { want } }) => ({ kind: want.kind, id: want.id, need: 'content' as const })),
  )
  const [reply] = await session.exchange([frame])
  if (reply === undefined) return texts
  for (const state of read(reply).values())
    if (typeof state?.sha256 === 'string' && typeof state.text === 'string') texts.set(state.sha256, state.text)
  return texts
}

const textOf = (bytes: Buffer): string =>
  bytes.includes(0) ? `(not shown: binary, ${bytes.length} bytes)\n` : bytes.toString('utf8')

function withText(state: Entry['change']['before'], texts: Texts): Entry['change']['before'] {
  const text = typeof state?.sha256 === 'string' ? texts.get(state.sha256) : undefined
  return state === null || text === undefined ? state : { ...state, text }
}
