/** Which resources a play looks at, and which of them a change may have touched. */
import { SwkError } from '../../errors/diagnostic.ts'
import { kindOf } from '../../resources/index.ts'
import { type Ref, refKey, type State } from '../../resources/kind.ts'
import { pendingHandlersRef } from '../../resources/pending-handlers.ts'
import { writerRef } from '../../resources/writer.ts'
import type { Change } from '../plan/change.ts'
import { isEarly, isTransient } from '../plan/unknown.ts'
import { type HostPlay, type Resolution, type Scope, type Task, writingUser } from '../task.ts'
import { mergeRefs } from './merge-refs.ts'

/** All that can be named before the host has been seen: the first batch. */
export function firstRefs(play: HostPlay, loginUser?: string): readonly Ref[] {
  const tasks = [...play.tasks, ...play.handlers]
  const writers = new Set(tasks.flatMap(task => writingUser(task, loginUser) ?? []))
  return mergeRefs([
    pendingHandlersRef,
    ...[...writers].map(writerRef),
    ...tasks.flatMap(task => refsAhead(task, play)),
  ])
}

function refsAhead(task: Task, play: HostPlay): readonly Ref[] {
  const { host, assumed } = play
  if (
    task.delegateTo !== undefined ||
    (task.once && task.once.leader !== host) ||
    task.meta ||
    task.onlyAfterChange ||
    task.onlyVerify ||
    task.onlyActive
  )
    return []
  const scope = { host, registered: assumed ?? new Map(), pending: new Map(), observed: null }
  const resolution = resolveAhead(task, scope)
  if (resolution === undefined) return [...(task.prefetch ?? [])]
  // What a handler includes is known already.
  const inside = task.include?.(scope) ?? []
  const named = resolution.type === 'run' ? resolution.instances.flatMap(({ args }) => task.module.reads(args)) : []
  return [...(task.prefetch ?? []), ...named, ...inside.flatMap(one => refsAhead(one, play))]
}

/** What was read last: a state, and the id under which it is kept. */
export type Last = { state(ref: Ref): State | null | undefined; place(ref: Pick<Ref, 'kind' | 'id'>): string }

/** Undefined where an assumed fact leads to an error that the real one need not lead to. */
function resolveAhead(task: Task, scope: Scope): Resolution | undefined {
  try {
    return task.resolve(scope)
  } catch (error) {
    if (error instanceof SwkError && scope.registered.size > 0) return undefined
    throw error
  }
}

/**
 * The refs out of `known` to read again after these changes: what was written, what that can change besides, and what is made
 * from it. A transient resource is read when it is needed. `last`: the state that was read last.
 */
export function refsAfter(changes: readonly Change[], known: readonly Ref[], last: Last): readonly Ref[] {
  const written = changes.map(change => change.want).filter(want => !isTransient(want.kind))
  const keys = new Set(written.map(refKey))
  const mayDiffer = (ref: Ref): boolean => changes.some(change => canAffect(change, ref, last))
  const others = known.filter(
    ref => !keys.has(refKey(ref)) && !isTransient(ref.kind) && !isEarly(ref.kind) && mayDiffer(ref),
  )
  return mergeRefs([...written.map(wanted => asRef(wanted, known)), ...others])
}

const places = ({ want }: Change, ref: Ref, last: Last) =>
  want.kind === ref.kind ? { changed: last.place(want), other: last.place(ref) } : undefined

/** Whether `ref` may differ once the change is made. */
export function canAffect(change: Change, ref: Ref, last: Last): boolean {
  const affects = kindOf(change.want.kind).affects
  if (affects?.(change, ref, last.state(ref), places(change, ref, last)) ?? true) return true
  return ref.kind !== change.want.kind && (kindOf(ref.kind).dependsOn?.(change, ref.id, last.place) ?? false)
}

/** A file that was written is read back with its hash as the hint, so that its content does not travel again. */
function asRef(want: { kind: string; id: string; state: State | null }, known: readonly Ref[]): Ref {
  for (const ref of known) if (refKey(ref) === refKey(want)) return ref
  return { kind: want.kind, id: want.id }
}
