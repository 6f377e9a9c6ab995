/** The answer of the paths' probe -> their states. */
import { createHash } from 'node:crypto'
import { type Ref, refKey, type State } from '../kind.ts'
import { decodeText } from '../text.ts'
import { contentCap } from './probe.ts'
import type { PathState } from './state.ts'

const types: Readonly<Record<string, PathState['type']>> = {
  f: 'file',
  d: 'directory',
  l: 'link',
  s: 'socket',
  p: 'fifo',
  x: 'device',
  u: 'unreadable',
}

export function readPaths(output: Buffer, refs: readonly Ref[]): ReadonlyMap<string, State | null> {
  let at = 0
  const field = (): string => {
    const end = output.indexOf(0, at)
    if (end === -1) throw new RangeError('the probe of paths ends too early')
    const text = output.toString('utf8', at, end)
    at = end + 1
    return text
  }
  const bytes = (length: number): Buffer => {
    at += length
    return output.subarray(at - length, at)
  }
  const asked = refs.map((ref): [string, State | null] => [refKey(ref), readOne(field, bytes)])
  const links: [string, State | null][] = []
  while (at < output.length) links.push([refKey({ kind: 'path', id: field() }), readOne(field, bytes)])
  return new Map([...links, ...asked])
}

function readOne(field: () => string, bytes: (length: number) => Buffer): State | null {
  const [
    kind = '',
    mode = '',
    owner = '',
    group = '',
    size,
    sha256,
    target,
    resolved,
    via,
    held,
    inside,
    length = '-',
  ] = Array.from({ length: 12 }, field)
  const [type = '', ...entries] = kind.split('+')
  const list = entries.join('+')
  const content = /^\d+$/.test(length) ? bytes(Number(length)) : undefined
  if (type === 'a') return null
  return {
    type: types[type] ?? 'device',
    mode,
    ...ownersOf(owner, group),
    ...(type === 'f' ? { size: Number(size), ...hashOf(sha256, content), ...textOf(length, content) } : {}),
    ...(target ? { target } : {}),
    ...(resolved ? { resolved } : {}),
    ...(via ? { via } : {}),
    ...heldOf(held),
    ...(inside ? { inside } : {}),
    ...(list ? { list } : {}),
  }
}

function ownersOf(...given: readonly [string, string]) {
  const [[owner = '', uid], [group = '', gid]] = given.map(one => one.split(':')) as [string[], string[]]
  return {
    owner,
    group,
    ...(uid === undefined ? {} : { uidOf: given[0] }),
    ...(gid === undefined ? {} : { gidOf: given[1] }),
  }
}

/** Of a file with several names: by which number they are known as one. */
function heldOf(text = ''): { held?: string; inode?: string } {
  const [held = '', inode] = text.split(' @')
  return { ...(held ? { held } : {}), ...(inode ? { inode } : {}) }
}

/** What was sent counts: the file may have changed since it was hashed. */
function hashOf(sha256: string | undefined, content: Buffer | undefined): { sha256?: string } {
  if (content) return { sha256: createHash('sha256').update(content).digest('hex') }
  return sha256 ? { sha256 } : {}
}

function textOf(length: string, content: Buffer | undefined): { text?: string | null } {
  if (content === undefined) return length === 'x' ? { text: null } : {}
  return { text: content.length > contentCap ? null : decodeText(content) }
}
