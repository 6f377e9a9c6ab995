/** A folder that goes where nothing is left in it: what lies there may be somebody else's. */
import { posix } from 'node:path'
import { lines, type Sh, sh } from '../shell/sh.ts'
import { affectsKinds, type Kind, type Want } from './kind.ts'
import { functions } from './path/functions.ts'
import { probeNothing, readNothing } from './write-only.ts'

export const removeIfEmpty = (folder: string): Want => ({ kind: 'emptied', id: folder, state: { gone: true } })

/** id: absolute path of a folder that is there. */
export const emptyDirectoryKind: Kind = {
  name: 'emptied',
  traits: ['writeOnly', 'silent'],
  affects: affectsKinds('path', 'unit'),
  probe: probeNothing,
  read: readNothing,
  // Root's again, 0755; nothing is done where it was not empty and so is still there.
  undo: ({ want }) => ({ wants: [{ kind: 'path', id: want.id, state: { type: 'directory' } }], unguarded: true }),
  write: (_before, _after, { id }) => [
    { name: `remove ${id} if it is empty`, script: lines(functions, removal(id)), timeout: 60 },
  ],
}

const removal = (id: string): Sh =>
  sh`( swk_in ${posix.dirname(id)}; rmdir --ignore-fail-on-non-empty -- ./${posix.basename(id)} )`
