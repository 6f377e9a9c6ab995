/** Reads the journal of a host: which runs there were, and one run with those after it. */
import { SwkError } from '../../errors/diagnostic.ts'
import { journalDirectory } from '../../resources/journal-directory.ts'
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { lines, raw, type Sh, sh } from '../../shell/sh.ts'
import type { Session } from '../../transport/session.ts'
import { type Entry, parseEntry, parseTransactions } from './entry.ts'
import type { RunInfo } from './run-info.ts'

/** A run as the journal lists it. `end`: how it ended; absent: it was broken off. */
export type RunSummary = RunInfo & { readonly changes: number; readonly end?: string; readonly endedAt?: string }

/**
 * `former`: the topology that was declared before; null: none; absent: unknown. `delegated`: other hosts that it has changed, as their
 * own journals have it.
 */
export type RecordedRun = RunSummary & {
  readonly entries: readonly Entry[]
  readonly delegated: readonly string[]
  readonly former?: unknown
}

/** `kept`: what the host keeps by name; the content of files that are small enough to be shown. */
export type HostJournal = {
  /** By the name of the entry: units of the packages that it brought. */
  readonly units: ReadonlyMap<string, readonly string[]>
  /** By the name of the entry: what it added to the list that was kept before it (`+LINE`), and took from it (`-LINE`). */
  readonly moved: ReadonlyMap<string, readonly string[]>
  readonly runs: readonly RecordedRun[]
  readonly kept: ReadonlyMap<string, Buffer | null>
}

const functions: Sh = sh`eval ${raw(program(readProgram('engine/journal/read.sh')))}`

/** All runs, the oldest first. */
export async function listRuns(session: Session): Promise<readonly RunSummary[]> {
  const text = (await ask(session, sh`swk_list`)).toString('utf8')
  return [...text.matchAll(/^run \S+ (\d+)\n(.*)\n(.*)\n/gm)].flatMap(([, changes, head = '', last = '']) =>
    infoIn(head).map(info => ({ ...info, ...endOf(last), changes: Number(changes) })),
  )
}

/** The run and all later ones, the oldest first; none where the host does not know it. */
export async function readRuns(session: Session, run: string): Promise<HostJournal> {
  const output = await ask(session, sh`swk_read ${run}`)
  const runs: RecordedRun[] = []
  const kept = new Map<string, Buffer | null>()
  const units = new Map<string, readonly string[]>()
  const moved = new Map<string, readonly string[]>()
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at)
    const [what, name = '', size = '-'] = output.toString('utf8', at, end).split(' ')
    at = end + 1
    const body = size === '-' ? null : output.subarray(at, at + Number(size))
    at += body?.length ?? 0
    if (what === 'kept') kept.set(name, body)
    else if (what === 'units') units.set(name, linesOf(body))
    else if (what === 'moved') moved.set(name, linesOf(body))
    else runs.push(...parseRun((body ?? Buffer.alloc(0)).toString('utf8')))
  }
  return { runs, kept, units, moved }
}

const linesOf = (body: Buffer | null): readonly string[] => (body ?? '').toString().split('\n').filter(Boolean)

/** The first line of a run; none where a file does not start with one. */
const infoIn = (line: string): readonly RunInfo[] =>
  line.startsWith('{"run"') && isWhole(line) ? [JSON.parse(line) as RunInfo] : []

/** A line may be cut where the disk was full. */
function isWhole(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}

function parseRun(text: string): readonly RecordedRun[] {
  const all = text.split('\n').filter(isWhole)
  return infoIn(all[0] ?? '').map(info => parseChanges(info, all))
}

function parseChanges(info: RunInfo, all: readonly string[]): RecordedRun {
  const transactions = parseTransactions(all)
  const entries = all.filter(line => line.startsWith('{"task"')).map(line => parseEntry(line, info.run, transactions))
  const former = all.find(line => line.startsWith('{"former"'))
  const before = former === undefined ? {} : (JSON.parse(former) as { readonly former: unknown })
  const delegated = all
    .filter(line => line.startsWith('{"delegated"'))
    .map(line => JSON.parse(line).delegated as string)
  return { ...info, ...endOf(all.at(-1) ?? ''), ...before, entries, delegated, changes: entries.length }
}

function endOf(line: string): { end?: string; endedAt?: string } {
  if (!line.startsWith('{"end"') || !isWhole(line)) return {}
  const { end, at } = JSON.parse(line) as { end: string; at: string }
  return { end, endedAt: at }
}

async function ask(session: Session, call: Sh): Promise<Buffer> {
  const script = lines(journalDirectory, functions, call)
  const [reply] = await session.exchange([{ kind: 'probe', script, timeout: 120 }])
  if (reply === undefined || reply.rc !== 0) {
    const found = reply?.stderr.toString('utf8') ?? ''
    throw new SwkError({ code: 'protocol', message: 'the journal of the host cannot be read', found })
  }
  return reply.stdout
}
