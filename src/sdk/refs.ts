/** Names of resources, each typed by the state that it has: `see(observed, path('/etc/hosts'))?.mode`. */
import type { HostView } from '../engine/module.ts'
import type { State, Want } from '../resources/kind.ts'
import type { RefTo } from '../resources/refs.ts'

export * from '../resources/refs.ts'

/** The observed state of a resource that `reads` named, with its type. */
export function see<S>(observed: HostView, ref: RefTo<S>): S | null {
  return observed.state(ref) as S | null
}

/** A wanted state: only the given fields are compared, made and verified. `null`: it shall not exist. */
export function want<S>(ref: RefTo<S>, state: Partial<S> | null, more: Omit<Want, 'kind' | 'id' | 'state'> = {}): Want {
  return { kind: ref.kind, id: ref.id, state: state as State | null, ...more }
}
