/** Paths that a change writes, and which lie in which. Pure. */
import type { ResourceChange } from '../kind.ts'
import { changedPath } from '../path/script.ts'
import type { ManagedProgram, ManagedSpec } from './spec.ts'

/** What a change of a file writes, by its names. */
export function writtenPaths(change: ResourceChange): readonly string[] {
  const { kind, id } = change.want
  if (kind === 'path') return [...new Set([id, changedPath(change)])]
  return kind === 'emptied' ? [id] : kind === 'download' ? [JSON.parse(id).dest as string] : []
}

/** Where the argument stands that names what a program makes or fills; those that only set owners and times make nothing. */
const filledAt: { readonly [program in ManagedProgram]?: number } = {
  archive: 1,
  checkout: 1,
  copy: 1,
  hardlink: 1,
  mount: 0,
  pip: 1,
}

/** Whether what `id` is read from can be another one once `changed` is made. */
export function isFilledBy(changed: ManagedSpec, { program, args }: ManagedSpec): boolean {
  const at = filledAt[changed.program]
  const filled = at === undefined ? '' : (changed.args[at] ?? '')
  // The time of a file is set by the task that makes it.
  if (filled === '' || program === 'times') return false
  return args.some(one => one.startsWith('/') && (liesIn(one, filled) || liesIn(filled, one)))
}

export const liesIn = (path: string, other: string): boolean =>
  other.startsWith('/') && (path === other || path.startsWith(`${other.replace(/\/$/, '')}/`))
