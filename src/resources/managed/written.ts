/** Paths that a change writes, and which lie in which. Pure. */
import type { ResourceChange } from '../kind.ts'
import { changedPath } from '../path/script.ts'

/** What a change of a file writes, by its names. */
export function writtenPaths(change: ResourceChange): readonly string[] {
  const { kind, id } = change.want
  if (kind === 'path') return [...new Set([id, changedPath(change)])]
  return kind === 'emptied' ? [id] : kind === 'download' ? [JSON.parse(id).dest as string] : []
}

export const liesIn = (path: string, other: string): boolean =>
  other.startsWith('/') && (path === other || path.startsWith(`${other.replace(/\/$/, '')}/`))
