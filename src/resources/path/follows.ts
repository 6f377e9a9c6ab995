/** What becomes of a path when another one changes: names of one file, what lies in a directory, what a link leads to. Pure. */
import { posix } from 'node:path'
import type { Ref, ResourceChange, State } from '../kind.ts'
import { changedPath } from './script.ts'

type Followed = State | null | 'unknown' | undefined

/** The state of path `id` after a predicted change of another path or of a user. */
export function followPath(change: ResourceChange, id: string, state: State | null): Followed {
  if (change.want.kind === 'path') return followOther(change, id, state)
  if (change.want.kind === 'user') return followUser(change, id, state)
  return undefined
}

/** Whether path `other` can differ once `change` is made. */
export function affectsPath(change: ResourceChange, other: Ref, state: State | null | undefined): boolean {
  if (other.kind !== 'path') return false
  const at = changedPath(change)
  const real = realOf(other.id, state ?? null)
  // A link whose target is absent resolves as soon as something is created.
  return [change.want.id, at].some(path => isAt(real, path) || isAt(other.id, path)) || state?.type === 'link'
}

function followOther(change: ResourceChange, id: string, state: State | null): Followed {
  const { before, after } = change
  const at = changedPath(change)
  const real = realOf(id, state)
  if (isBelow(real, at) || isBelow(id, at)) {
    if (after === null) return state === null ? undefined : null
    return before?.target === after.target || before === null ? undefined : 'unknown'
  }
  if (real !== at || state === null) return undefined
  if (after === null) return state.resolved === undefined ? null : 'unknown'
  const { target, resolved, via } = state
  return {
    ...after,
    ...(target === undefined ? {} : { target }),
    ...(resolved === undefined ? {} : { resolved }),
    ...(via === undefined ? {} : { via }),
  }
}

/** useradd creates the home of a user, with the mode of login.defs (HOME_MODE 0700 on Debian) and the files of /etc/skel. */
function followUser({ want, before, after }: ResourceChange, id: string, state: State | null): Followed {
  const home = String((after ?? before)?.home ?? `/home/${want.id}`)
  if (id !== home && !isBelow(id, home)) return undefined
  if (after === null) return want.how?.removeHome === true ? null : undefined
  const creates = want.how?.createHome ?? want.how?.system !== true
  if (before !== null || !creates || state !== null) return undefined
  if (id === home) {
    return { type: 'directory', mode: '0700', owner: want.id, group: String(after.group ?? want.id) }
  }
  return /^\.(bashrc|profile|bash_logout)$/.test(posix.relative(home, id)) ? 'unknown' : undefined
}

/** All directories above a path, the nearest first: where one is absent, so is the path. */
export function* directoriesAbove(path: string): Generator<string> {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) yield path.slice(0, end)
}

const realOf = (id: string, state: State | null): string => (typeof state?.resolved === 'string' ? state.resolved : id)
const isBelow = (path: string, directory: string): boolean => path.startsWith(`${directory}/`)
const isAt = (path: string, other: string): boolean => path === other || isBelow(path, other)
