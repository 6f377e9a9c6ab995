/** Paths that a change writes, and which lie in which. Pure. */
import type { ResourceChange, Want } from '../kind.ts'
import { changedPath } from '../path/script.ts'
import { type ManagedProgram, type ManagedSpec, specOf } from './spec.ts'

/** What a change of a file writes, by its names. */
export function writtenPaths(change: ResourceChange): readonly string[] {
  const { kind, id } = change.want
  if (kind === 'path') return [...new Set([id, changedPath(change)])]
  return kind === 'emptied' ? [id] : kind === 'download' ? [downloadedTo(id)] : []
}

export const downloadedTo = (id: string): string => JSON.parse(id).dest as string

/** Where the argument stands that names what a program makes or fills; those that only set owners and times make nothing. */
const filledAt: { readonly [program in ManagedProgram]?: number } = {
  archive: 1,
  checkout: 1,
  copy: 1,
  hardlink: 1,
  mount: 0,
  openssl: 1,
  pip: 1,
}

/** What a change makes or fills with what is not known before; empty: nothing. */
export function filledPath({ kind, id }: Pick<Want, 'kind' | 'id'>): string {
  if (kind === 'download') return downloadedTo(id)
  if (kind !== 'managed') return ''
  const { program, args } = specOf(id)
  const at = filledAt[program]
  return at === undefined ? '' : (args[at] ?? '').replace(/(?<=.)\/$/, '')
}

/** Whether what `id` is read from can be another one once `changed` is made. */
export function isFilledBy(changed: Want, { program, args }: ManagedSpec): boolean {
  const filled = filledPath(changed)
  // The time of a file is set by the task that makes it. Keys and what they sign follow each other otherwise.
  const isOtherwise = program === 'times' || (program === 'openssl' && specOf(changed.id).program === 'openssl')
  if (filled === '' || isOtherwise) return false
  return args.some(one => one.startsWith('/') && (liesIn(one, filled) || liesIn(filled, one)))
}

export const liesIn = (path: string, other: string): boolean =>
  other.startsWith('/') && (path === other || path.startsWith(`${other.replace(/\/$/, '')}/`))
