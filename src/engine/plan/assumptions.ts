/**
 * What a package is assumed to bring where something is absent: bare things, on which a task is planned only to show the edit that
 * it would make behind the package's installation. The task itself stays unknown.
 */
import { kindOf } from '../../resources/index.ts'
import { type Ref, refKey, type State } from '../../resources/kind.ts'
import type { HostView } from '../module.ts'
import { Unknown } from './host-state.ts'

/** `refs`: all that the task looks at; what others of them lie in is assumed to be a folder. */
export function withAssumptions(observed: HostView, refs: readonly Ref[]): HostView {
  const holders = new Set(
    refs.flatMap(ref => [...(kindOf(ref.kind).holders?.(ref.id) ?? [])].map(id => `${ref.kind}:${id}`)),
  )
  const assumed = (ref: { readonly kind: string; readonly id: string }): State | null => {
    const { initial, initialHolder } = kindOf(ref.kind)
    return (holders.has(refKey(ref)) ? initialHolder : initial) ?? null
  }
  return {
    state: ref =>
      orElse(
        () => observed.state(ref),
        () => assumed(ref),
      ),
    text: path =>
      orElse(
        () => observed.text(path),
        () => '',
      ),
    maybe: ref => observed.maybe(ref),
  }
}

function orElse<T>(read: () => T, assumed: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof Unknown) return assumed()
    throw error
  }
}
