/** Real paths, as far as links were read. Pure. */
import type { Look } from '../kind.ts'
import { directoriesAbove } from '../path/above.ts'

/** Behind the links that were read. */
export function realOf(path: string, look: Look): string {
  for (const one of [path, ...directoriesAbove(path)]) {
    const behind = look(one, 'path')?.resolved
    if (typeof behind === 'string') return `${behind}${path.slice(one.length)}`
  }
  return path
}
