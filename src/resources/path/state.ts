/** Paths: what is read of one, and how one is named. */
import type { RefTo } from '../kind.ts'

/**
 * id: absolute path (lstat, except that a link that root owns in folders that root owns is resolved: then `resolved` is the file
 * behind it, and the rest of the state is that file's). `unreadable`: who asks may not look (not root). `mode`: four octal digits ("0644", "2770"). Files: `sha256`, `size`.
 * With need 'content': `text` where it differs from the hint or there was no hint; null where it is binary or over 1 MiB.
 */
export type PathState = {
  readonly type: 'file' | 'directory' | 'link' | 'socket' | 'fifo' | 'device' | 'unreadable'
  readonly mode: string
  readonly owner: string
  readonly group: string
  /** `NAME:NUMBER` of the owner and the group that were read, where they are not root: true of these names, whoever owns the path. */
  readonly uidOf?: string
  readonly gidOf?: string
  readonly size?: number
  readonly sha256?: string
  readonly text?: string | null
  /** Of a link, also of a resolved one. A link is wanted by `{ target }` alone: a resolved one has the type of what is behind it. */
  readonly target?: string
  readonly resolved?: string
  /** A link on the way that is not followed; type and the rest are that link's. */
  readonly via?: string
  /** Why its content is not replaced: `immutable`, `append-only`, `kernel` (/proc, /sys), `3 hard links`. */
  readonly held?: string
  /** Of a directory that was read with its content: why something in it is not removed, and where (`immutable /srv/a/b`). */
  readonly inside?: string
  /** Of a file with several hard links: the same for all of them. */
  readonly inode?: string
  /** Entries of its access control list (`u:USER:BITS,g:GROUP:BITS,m::BITS,`), `?` where they are not known. Only told where the group may more than others. */
  readonly list?: string
}

/** A file, folder, link or socket. `content` with the hash of the wanted content makes a diff free of a round trip. */
export const path = (id: string, need: 'meta' | 'content' = 'meta', hint?: string): RefTo<PathState> => ({
  kind: 'path',
  id,
  need,
  ...(hint === undefined ? {} : { hint }),
})
