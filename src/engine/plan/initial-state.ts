/** Resources as they are when they have just come to be, and nothing has been done to them. */
import { createHash } from 'node:crypto'
import type { State } from '../../resources/kind.ts'
import { newUnit } from '../../resources/unit/new.ts'

const emptyHash = createHash('sha256').update('').digest('hex')

export const emptyDirectory: State = { type: 'directory', mode: '0755', owner: 'root', group: 'root' }

export const initialStates: Readonly<Record<string, State>> = {
  path: { type: 'file', mode: '0644', owner: 'root', group: 'root', size: 0, sha256: emptyHash, text: '' },
  user: { uid: 999, group: 'nogroup', comment: '', home: '/nonexistent', shell: '/usr/sbin/nologin', groups: [] },
  group: { gid: 999, members: [] },
  unit: newUnit,
}
