/** The times of a path, set to now: nothing tells afterwards that it was done. */
import { posix } from 'node:path'
import { lines, sh } from '../shell/sh.ts'
import { canonical } from './canonical.ts'
import { type Kind, type RefTo, undoNothing } from './kind.ts'
import { describeHeld } from './path/forbid.ts'
import { functions } from './path/functions.ts'
import { probeNothing, readNothing } from './write-only.ts'

/** `times`: which of access and modification. */
export const touch = (path: string, times: 'both' | 'access' | 'modification'): RefTo<{ readonly done: boolean }> => ({
  kind: 'touch',
  id: canonical({ path, times }),
})

const options = { both: [], access: ['-a'], modification: ['-m'] } as const

type Touched = { readonly path: string; readonly times: keyof typeof options }

/** id: canonical JSON of the path and of which times. The times before are not kept. */
export const touchKind: Kind = {
  name: 'touch',
  traits: ['writeOnly'],
  affects: (_change, { kind }) => ['path', 'inode', 'find'].includes(kind),
  forbid({ want }, look) {
    const { path, times } = JSON.parse(want.id) as Touched
    const held = look(String(want.how?.of ?? path), 'path')?.held
    // A file that only grows takes both times of now.
    const isBarred = held === 'immutable' || held === 'read-only' || (held === 'append-only' && times !== 'both')
    return isBarred ? describeHeld(path, held) : undefined
  },
  describe: ({ want }) => `touch ${(JSON.parse(want.id) as Touched).path}`,
  probe: probeNothing,
  read: readNothing,
  undo: undoNothing,
  write(_before, _after, { id }) {
    const { path, times } = JSON.parse(id) as Touched
    // Through no link: whoever owns the directory could turn it elsewhere.
    const touch = sh`( swk_in ${posix.dirname(path)}; touch -c -h ${options[times]} -- ./${posix.basename(path)} )`
    return [{ name: `touch ${path}`, script: lines(functions, touch), timeout: 60 }]
  },
}
