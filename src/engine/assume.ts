/**
 * What a package is assumed to bring where something is absent: bare things, on which a task is planned only to show the edit that
 * it would make behind the package's installation. The task itself stays unknown.
 */
import { createHash } from 'node:crypto'
import type { State } from '../resources/kind.ts'
import type { Observed } from './module.ts'
import { Unknown } from './world.ts'

export function assuming(observed: Observed): Observed {
  return {
    state: ref =>
      orElse(
        () => observed.state(ref),
        () => bare[ref.kind] ?? null,
      ),
    text: path =>
      orElse(
        () => observed.text(path),
        () => '',
      ),
    maybe: ref => observed.maybe(ref),
  }
}

function orElse<T>(read: () => T, assumed: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof Unknown) return assumed()
    throw error
  }
}

const emptyHash = createHash('sha256').update('').digest('hex')

const bare: Readonly<Record<string, State>> = {
  path: { type: 'file', mode: '0644', owner: 'root', group: 'root', size: 0, sha256: emptyHash, text: '' },
  user: { uid: 999, group: 'nogroup', comment: '', home: '/nonexistent', shell: '/usr/sbin/nologin', groups: [] },
  group: { gid: 999, members: [] },
  unit: {
    load: 'loaded',
    active: 'inactive',
    sub: 'dead',
    enabled: 'disabled',
    fragment: '',
    dropIns: [],
    needReload: false,
    mainPid: 0,
    restarts: 0,
    config: null,
    gids: [],
  },
}
