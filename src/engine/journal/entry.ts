/** What the host's journal notes of a change: a line of JSON, without contents and without secrets. */
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { kindOf } from '../../resources/index.ts'
import {
  type ResourceChange,
  refKey,
  type State,
  type Transaction,
  type Undo,
  type Want,
} from '../../resources/kind.ts'
import { holdsSecret, redact } from '../../secret/index.ts'
import type { Change } from '../plan/change.ts'
import type { Task } from '../task.ts'

/** A change as the journal has it. `name`: what the journal calls what it keeps for the change. */
export type Entry = {
  readonly task: string
  readonly name: string
  readonly noLog: boolean
  /** Handlers that its task has notified. */
  readonly notify?: readonly string[]
  /** Made by a topology: the rollout takes it back. */
  readonly isRollout?: true
  readonly change: ResourceChange
  readonly undo: Undo
}

type Noted = Pick<Task, 'name' | 'noLog' | 'section' | 'isRollout'> & Partial<Pick<Task, 'notify'>>

/** The changes of a task as entries: of several changes of one resource the whole way is noted. */
export function entriesOf(
  { name: task, noLog, section, isRollout, notify = [] }: Noted,
  changes: readonly Change[],
  name: string,
): readonly Entry[] {
  const whole = new Map<string, ResourceChange>()
  for (const { want, before, after } of changes) {
    const earlier = whole.get(refKey(want))
    whole.set(refKey(want), earlier === undefined ? { want, before, after } : both(earlier, { want, before, after }))
  }
  return [...whole.values()]
    .map(change => ({
      ...{ task: redact(task), name, change },
      ...(notify.length > 0 && { notify }),
      ...((isRollout || section === 'topology') && { isRollout: true as const }),
      noLog: noLog || isSecret(change),
      undo: undoOf(change, name),
    }))
    .filter(leaves)
}

/** A change that holds a secret on either side is noted as one of a task with `no_log`. */
function isSecret({ want, before, after }: ResourceChange): boolean {
  const texts = [want.id, want.content?.toString(), want.secret, before?.text, after?.text]
  return texts.some(text => typeof text === 'string' && holdsSecret(text))
}

function both(earlier: ResourceChange, later: ResourceChange): ResourceChange {
  const state = later.want.state && { ...earlier.want.state, ...later.want.state }
  const content = later.want.content ?? earlier.want.content
  const want = { ...later.want, state, ...(content === undefined ? {} : { content }) }
  return { want, before: earlier.before, after: later.after }
}

function undoOf(change: ResourceChange, name: string): Undo {
  return kindOf(change.want.kind).undo?.(change, name) ?? { cannot: `swk does not write a ${change.want.kind}` }
}

/** One entry a resource: the way from before the first change to what the last one left. */
export function mergeEntries(entries: readonly Entry[]): readonly Entry[] {
  const whole = new Map<string, Entry>()
  for (const entry of entries) {
    const key = refKey(entry.change.want)
    const earlier = whole.get(key)
    if (earlier === undefined || earlier.noLog) whole.set(key, earlier ?? entry)
    else {
      const change = both(earlier.change, entry.change)
      whole.set(key, { ...earlier, change, undo: undoOf(change, earlier.name) })
    }
  }
  return [...whole.values()]
}

/** Whether there is something to take back, or to say about it. */
const leaves = ({ undo }: Entry): boolean =>
  'cannot' in undo || [undo.first, undo.wants, undo.last].some(wants => (wants?.length ?? 0) > 0)

type Line = {
  readonly task: string
  /** Of the name, without the run that it begins with. */
  readonly part: string
  readonly want: Want
  readonly before: State | null
  /** Absent where it is `before` with what is wanted and `to` over it. */
  readonly after?: State | null
  readonly to?: State
  /** The want has content. */
  readonly content?: true
  readonly noLog?: true
  readonly notify?: readonly string[]
  readonly isRollout?: true
  /** With `noLog`, where the id may show what must not be shown. */
  readonly undo?: Undo
}

export function entryLine({ task, name, noLog, notify, isRollout, change, undo }: Entry): string {
  const { content, secret: _, validate: __, ...want } = change.want
  const { save: ___, ...stored } = { save: undefined, ...undo }
  const line: Line = {
    task,
    part: name.slice(name.indexOf('.') + 1),
    want: noLog && want.id.startsWith('{') ? { ...want, id: '{}' } : want,
    before: withoutText(change.before),
    ...(notify && { notify }),
    ...(isRollout && { isRollout }),
    ...afterOf(change),
    ...(content === undefined ? {} : { content: true }),
    ...(noLog ? { noLog, undo: stored as Undo } : {}),
  }
  return JSON.stringify(line, (key, value) => (key === 'together' && value ? transactionKey(value) : value))
}

/** What the lines of entries name instead of their transactions: each is noted once. */
export function transactionLines(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const all = entries.flatMap(({ change: { want } }) => want.together ?? [])
  return new Map(all.map(together => [transactionKey(together), JSON.stringify({ transaction: together })]))
}

export function parseTransactions(lines: readonly string[]): ReadonlyMap<string, Transaction> {
  const all = lines.filter(line => line.startsWith('{"transaction"')).map(line => JSON.parse(line).transaction)
  return new Map(all.map(one => [transactionKey(one), one]))
}

const transactionKey = (transaction: Transaction): string =>
  createHash('sha256').update(JSON.stringify(transaction)).digest('hex').slice(0, 16)

export function parseEntry(
  text: string,
  run: string,
  transactions: ReadonlyMap<string, Transaction> = new Map(),
): Entry {
  const known = (key: string, value: unknown): unknown =>
    key === 'together' && typeof value === 'string' ? transactions.get(value) : value
  const {
    task,
    part,
    want,
    before,
    to,
    content,
    noLog = false,
    notify,
    isRollout,
    undo,
    ...line
  } = JSON.parse(text, known) as Line
  const after = line.after === undefined ? { ...before, ...want.state, ...to } : line.after
  const name = `${run}.${part}`
  const change = { want: { ...want, ...(content ? { content: '' } : {}) }, before, after }
  const about = { ...(notify && { notify }), ...(isRollout && { isRollout }) }
  return { task, name, noLog, ...about, change, undo: undo ?? undoOf(change, name) }
}

function afterOf({ want, before, after: found }: ResourceChange): Pick<Line, 'after' | 'to'> {
  const after = withoutText(found)
  const assumed: State = { ...withoutText(before), ...want.state }
  if (before === null || after === null || Object.keys(assumed).some(field => !(field in after))) return { after }
  const other = Object.entries(after).filter(([field, value]) => !isDeepStrictEqual(value, assumed[field]))
  return other.length === 0 ? {} : { to: Object.fromEntries(other) }
}

function withoutText(state: State | null): State | null {
  if (state === null) return null
  const { text: _, ...rest } = state
  return rest
}
