/** Files that were found on the host, as modules use them. */
import type { HostView } from '../engine/module.ts'
import type { FindSpec } from '../resources/find.ts'
import { found as foundRef, see } from './refs.ts'

export type FoundFile = {
  readonly path: string
  readonly mode: string
  readonly type: 'file' | 'directory' | 'link' | 'other'
  readonly stat: Readonly<Record<string, number | string>>
  readonly checksum?: string
  readonly content: Buffer
}

export type Found = {
  readonly files: readonly FoundFile[]
  readonly examined: number
  /** Each with the reason. */
  readonly skipped: Readonly<Record<string, string>>
}

const types = new Map<string, FoundFile['type']>([
  [String(0o100000), 'file'],
  [String(0o040000), 'directory'],
  [String(0o120000), 'link'],
])

export function foundFiles(observed: HostView, spec: FindSpec): Found {
  const lines = (see(observed, foundRef(spec))?.lines ?? []).map(line => line.split('\t'))
  const of = (kind: string) => lines.filter(([first]) => first === kind).map(([, ...rest]) => rest)
  return {
    files: of('file').map(fileOf),
    examined: Number(of('examined')[0]?.[0] ?? 0),
    skipped: Object.fromEntries(of('skipped').map(([path = '', why = '']) => [decoded(path), decoded(why)])),
  }
}

const decoded = (text: string): string => Buffer.from(text, 'base64').toString('utf8')

function fileOf(fields: readonly string[]): FoundFile {
  const [path = '', mode = '', type = '', uid, gid, size, inode, dev, nlink, atime, mtime, ctime, ...rest] = fields
  const [owner = '', group = '', checksum = '', content = ''] = rest
  const numbers = { uid, gid, size, inode, dev, nlink, atime, mtime, ctime }
  const stat = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value)]))
  return {
    path: decoded(path),
    mode,
    type: types.get(type) ?? 'other',
    stat: { ...stat, pw_name: decoded(owner), gr_name: decoded(group) },
    ...(checksum !== '' && { checksum }),
    content: Buffer.from(content, 'base64'),
  }
}
