/** Recorded changes -> the tasks that take them back, in the safe order: stop, then back in reverse, then start again. Pure. */
import { kindOf } from '../../resources/index.ts'
import { type Ref, refKey, type Scalar, type State, type Want } from '../../resources/kind.ts'
import { encodeText } from '../../resources/text.ts'
import type { Task } from '../task.ts'
import type { Entry } from './entry.ts'
import { lastWants, stageOf } from './last-wants.ts'
import { type UndoArgs, undoModule } from './undo-module.ts'

export type RollbackOptions = {
  /** What the host keeps by name, with the content of what is shown. Absent: all of it, and no content is known. */
  readonly kept?: ReadonlyMap<string, Buffer | null>
  /** Units that came with packages, by the name of the entry: they go with them. */
  readonly units?: ReadonlyMap<string, readonly string[]>
  /** By the name of the entry: what its list has gained and lost. */
  readonly moved?: ReadonlyMap<string, readonly string[]>
  /** Items (`path:/etc/hosts`) that are taken back whatever their state is. */
  readonly force?: readonly string[]
  /** The tasks' section. */
  readonly section?: 'rollback' | 'restore'
}

export function rollbackTasks(entries: readonly Entry[], options: RollbackOptions = {}): readonly Task[] {
  const reversed = entries.toReversed()
  return [
    ...reversed.flatMap(stop),
    ...groupTransactions(reversed).flatMap(group => takeBack(group, options)),
    // One after the other: a unit is enabled before it is masked.
    ...[...lastWants(entries, options.units)].flatMap(([entry, wants]) =>
      wants.map(want => ({ entry, args: { wants: [want] } })),
    ),
  ].map(({ entry, args }) => ({ ...taskOf(entry, args), section: options.section ?? 'rollback' }))
}

type Planned = { readonly entry: Entry; readonly args: UndoArgs }

function stop(entry: Entry): readonly Planned[] {
  const wants = stageOf(entry, 'first')
  return wants.length === 0 ? [] : [{ entry, args: { wants, isStopping: true } }]
}

/** Changes that took effect together are taken back together. */
function groupTransactions(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const groups: Entry[][] = []
  for (const entry of entries) {
    const last = groups.at(-1)
    const name = transactionOf(entry)
    const belongs = name !== undefined && last?.[0]?.name === entry.name && transactionOf(last[0]) === name
    if (belongs) last?.push(entry)
    else groups.push([entry])
  }
  return groups
}

/** Files that took effect together; packages, of which one brings others. */
function transactionOf({ change, undo }: Entry): Scalar | undefined {
  const [want] = 'cannot' in undo ? [] : (undo.wants ?? [])
  return change.want.together?.name ?? want?.how?.since
}

function takeBack(group: readonly Entry[], options: RollbackOptions): readonly Planned[] {
  const [entry] = group as [Entry]
  if (group.length === 1) return takeBackOne(entry, options)
  const all = group.flatMap(one => takeBackOne(one, options)).flatMap(({ args }) => args.wants)
  // What came with several of them.
  const wants = [...new Map(all.toReversed().map(want => [refKey(want), want])).values()].toReversed()
  return wants.length === 0 ? [] : [{ entry, args: { wants } }]
}

function takeBackOne(entry: Entry, { kept, moved, force = [] }: RollbackOptions): readonly Planned[] {
  const { undo, change } = entry
  if ('cannot' in undo) return [{ entry, args: { wants: [], cannot: undo.cannot } }]
  if (undo.wants === undefined || undo.wants.length === 0) return []
  const missing = undo.wants.find(({ kept: name }) => name !== undefined && kept?.has(name) === false)
  if (missing !== undefined) {
    return [{ entry, args: { wants: [], cannot: `the host has not kept what was at ${missing.id}` } }]
  }
  const [first] = undo.wants
  const others = (first && kindOf(first.kind).undoOthers?.(first, moved?.get(entry.name) ?? [])) ?? []
  const wants = [...undo.wants, ...others].map(want => withContent(want, kept, change.before))
  const { kind, id, state: left } = change.want
  // The content that the change left is read to be shown.
  const ref: Ref = { kind, id, need: left?.sha256 === undefined ? 'meta' : 'content' }
  const isGuarded = !undo.unguarded && !force.includes(refKey(ref)) && !force.includes(ref.id)
  return [{ entry, args: { wants, ...(isGuarded && { guard: { ref, left } }) } }]
}

/** To be shown as a diff; it is written from what the host keeps. */
function withContent(want: Want, kept: RollbackOptions['kept'], before: State | null): Want {
  if (want.kept === undefined) return want
  const read = before?.sha256 === want.kept && typeof before.text === 'string' ? encodeText(before.text) : undefined
  const content = kept?.get(want.kept) ?? read
  return content ? { ...want, content } : want
}

export function taskOf({ task, noLog, isRollout, change }: Entry, args: UndoArgs): Task {
  const title =
    args.cannot === undefined || noLog
      ? undefined
      : kindOf(change.want.kind).describe?.({ ...change, fields: Object.keys(change.want.state ?? {}) })
  return {
    name: `${opposite(task)}${title === undefined ? '' : ` (${title})`}`,
    module: undoModule,
    section: 'rollback',
    notify: [],
    ignoreErrors: false,
    noLog,
    ...(isRollout && { isRollout }),
    // The states name owner and mode: nothing depends on who writes.
    become: true,
    resolve: () => ({ type: 'run', instances: [{ args }] }),
  }
}

/** What was taken back is brought back. */
function opposite(task: string): string {
  const [, verb, rest] = /^(Take|Bring) back: (.*)$/s.exec(task) ?? []
  return verb === undefined ? `Take back: ${task}` : `${verb === 'Take' ? 'Bring' : 'Take'} back: ${rest}`
}
