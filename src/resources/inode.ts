/** What `stat` tells of a path beyond what tasks want of it: times, numbers, checksums. */

import { runProgram } from '../shell/program-file.ts'
import { raw, sh } from '../shell/sh.ts'
import { type Kind, type RefTo, refKey, type State } from './kind.ts'

/** id: `follow PATH` or `own PATH`. Times in seconds. Transient. */
export type InodeState = {
  readonly type: 'file' | 'directory' | 'link' | 'socket' | 'fifo' | 'block' | 'char' | 'other'
  readonly mode: string
  readonly owner: string
  readonly group: string
  readonly target?: string
  /** Of files up to 64 MiB. */
  readonly sha1?: string
} & {
  readonly [field in
    | 'dev'
    | 'ino'
    | 'nlink'
    | 'uid'
    | 'gid'
    | 'size'
    | 'atime'
    | 'mtime'
    | 'ctime'
    | 'blocks'
    | 'blksize']: number
}

/** What stat(2) tells of a path; of what is behind a link with `follow`. */
export const inode = (id: string, follow = false): RefTo<InodeState> => ({
  kind: 'inode',
  id: `${follow ? 'follow' : 'own'} ${id}`,
})

const numbers = ['dev', 'ino', 'nlink', 'uid', 'gid', 'size', 'atime', 'mtime', 'ctime', 'blocks', 'blksize'] as const

/** id: `follow PATH` or `own PATH`. null: nothing is there. */
export const inodeKind: Kind = {
  name: 'inode',
  traits: ['transient'],
  probe: refs => sh`printf '%s\\0' ${refs.map(ref => ref.id)} | ${raw(runProgram('resources/inode.pl'))}`,
  read(output, refs) {
    const fields = output.toString('utf8').split('\0')
    return new Map(refs.map((ref, i) => [refKey(ref), stateOf(fields.slice(i * width, (i + 1) * width))]))
  },
}

const width = 17

function stateOf(fields: readonly string[]): State | null {
  const [type = '', mode = '', ...rest] = fields
  if (type === '' || type === 'a') return null
  const [owner = '', group = '', target = '', sha1 = ''] = rest.slice(numbers.length)
  const counted = Object.fromEntries(numbers.map((name, i) => [name, Number(rest[i])]))
  return { type, mode, ...counted, owner, group, ...(target ? { target } : {}), ...(sha1 ? { sha1 } : {}) }
}
