/** What need not be read: where a folder is absent, all that would lie in it is. */
import { refKey, type State } from '../../resources/kind.ts'

/** The state of a path by what was read of it, or of a folder above it; undefined: that tells nothing. */
export function readOrAbsent(path: string, read: ReadonlyMap<string, State | null>): State | null | undefined {
  const own = read.get(refKey({ kind: 'path', id: path }))
  if (own !== undefined) return own
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
    if (read.get(refKey({ kind: 'path', id: path.slice(0, end) })) === null) return null
  return undefined
}
