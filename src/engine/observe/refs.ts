/** Which resources a play looks at, and which of them a change may have touched. */
import { type Ref, refKey, type State } from '../../resources/kind.ts'
import type { Change } from '../plan/change.ts'
import { isTransient } from '../plan/host-state.ts'
import type { HostPlay, Task } from '../task.ts'
import { mergeRefs } from './merge-refs.ts'

/** Handlers that were notified and have not run. */
export const pendingHandlersRef: Ref = { kind: 'notified', id: '' }

/** All that can be named before the host has been seen: the first batch. */
export function firstRefs(play: HostPlay): readonly Ref[] {
  return mergeRefs([
    pendingHandlersRef,
    ...[...play.tasks, ...play.handlers].flatMap(task => refsAhead(task, play.host)),
  ])
}

function refsAhead(task: Task, host: string): readonly Ref[] {
  if (task.meta || task.onlyAfterChange || task.onlyVerify || task.onlyActive) return []
  const resolution = task.resolve({ host, registered: new Map(), pending: new Map(), observed: null })
  const named = resolution.type === 'run' ? resolution.instances.flatMap(({ args }) => task.module.reads(args)) : []
  return [...(task.ahead ?? []), ...named]
}

/** The refs out of `known` to read again after these changes; what is true only for a moment is read when it is needed. */
export function refsAfter(changes: readonly Change[], known: readonly Ref[]): readonly Ref[] {
  const kinds = new Set(changes.flatMap(change => touched[change.want.kind] ?? ['*']))
  const written = changes.map(change => change.want).filter(want => !isTransient(want.kind))
  const keys = new Set(written.map(refKey))
  const others = [...known].filter(
    ref => !keys.has(refKey(ref)) && !isTransient(ref.kind) && (kinds.has('*') || kinds.has(ref.kind)),
  )
  return mergeRefs([...written.map(wanted => asRef(wanted, known)), ...others])
}

/** What else may look different after a write of a kind; what is not listed may touch anything. */
const touched: Readonly<Record<string, readonly string[]>> = {
  'apt-cache': ['apt-cache', 'package'],
  user: ['user', 'group', 'path'],
  group: ['user', 'group'],
  statoverride: ['statoverride', 'path'],
  secret: ['secret', 'path'],
  path: ['path', 'unit', 'synapse', 'synapse-workers', 'nginx', 'redis'],
  condition: [],
  drain: [],
  emptied: ['path', 'unit'],
}

/** A file that was written is read back with its hash as the hint, so that its content does not travel again. */
function asRef(want: { kind: string; id: string; state: State | null }, known: readonly Ref[]): Ref {
  for (const ref of known) if (refKey(ref) === refKey(want)) return ref
  return { kind: want.kind, id: want.id }
}
