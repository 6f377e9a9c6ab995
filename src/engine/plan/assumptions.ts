/**
 * What a package is assumed to bring where something is absent: bare things, on which a task is planned only to show the edit that
 * it would make behind the package's installation. The task itself stays unknown.
 */
import type { Ref, State } from '../../resources/kind.ts'
import type { HostView } from '../module.ts'
import { Unknown } from './host-state.ts'
import { emptyDirectory, initialStates } from './initial-state.ts'

/** `refs`: all that the task looks at; what others of them lie in is assumed to be a folder. */
export function withAssumptions(observed: HostView, refs: readonly Ref[]): HostView {
  const holdsOthers = (id: string): boolean => refs.some(ref => ref.kind === 'path' && ref.id.startsWith(`${id}/`))
  const assumed = ({ kind, id }: { readonly kind: string; readonly id: string }): State | null =>
    kind === 'path' && holdsOthers(id) ? emptyDirectory : (initialStates[kind] ?? null)
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
