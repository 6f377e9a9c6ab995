/** Which paths a change of another path or of a user touches. Pure. */
import { posix } from 'node:path'
import type { Look, Places, Ref, ResourceChange, State } from '../kind.ts'
import { followRecursion } from '../managed/follow-recursion.ts'
import { isKeyMade, userWhoseHomeIsMade } from '../managed/home.ts'
import { specOf } from '../managed/spec.ts'
import { filledPath } from '../managed/written.ts'
import { followPathOfPackage } from '../package/effects.ts'
import { goesWith } from '../unit/ends.ts'
import { changedPath } from './script.ts'

type Followed = State | null | 'unknown' | undefined

/** Whether path `other` can differ once `change` is made. */
export function affectsPath(
  change: ResourceChange,
  other: Ref,
  state: State | null | undefined,
  places: Places = { changed: changedPath(change), other: other.id },
): boolean {
  if (other.kind !== 'path') return false
  const real = typeof state?.resolved === 'string' ? state.resolved : places.other
  // A link that is created or turned can stand on the way to any name that is not its own path.
  if ([change.before, change.after].some(one => one?.target !== undefined) && real !== other.id) return true
  const changed = [change.want.id, changedPath(change), places.changed]
  // A link whose target is absent resolves as soon as something is created.
  const isHardLink = state?.inode !== undefined && state.inode === change.before?.inode
  return isHardLink || changed.some(path => isAt(real, path) || isAt(other.id, path)) || state?.type === 'link'
}

/** A directory goes when it is empty. useradd creates the home of a user, with the mode of login.defs (HOME_MODE 0700 on Debian) and the files of /etc/skel. */
export function followPath(change: ResourceChange, id: string, state: State | null, look: Look): Followed {
  const { want, before, after } = change
  // What swk has made in it is gone by then, and seldom does anything else lie there.
  if (want.kind === 'emptied') return id === want.id && state?.type === 'directory' ? null : undefined
  if (want.kind === 'package') return followPathOfPackage(change, id, state, look)
  if (want.kind === 'package-remains')
    return state !== null && want.id.endsWith(' purge') && id.startsWith('/etc/') ? 'unknown' : undefined
  // A tree that the host has kept.
  if (want.kept !== undefined && after?.type === 'directory' && isBelow(id, want.id)) return 'unknown'
  if (want.kind === 'path') return followHardLink(change, id, state)
  if (want.kind === 'unit') return followUnit(change, id, state)
  if (want.kind === 'managed') {
    if (specOf(want.id).program === 'recurse') return followRecursion(change, id, state, look)
    // What was mounted in it may not be any more.
    const isMountIn = isBelow(filledPath(want), id) && state?.inside !== undefined
    return isMountIn || isKeyMade(change, id, look) ? 'unknown' : followHomeMade(change, id, state, look)
  }
  if (want.kind === 'group') return followOwner(change, 'gid', 'group', state)
  if (want.kind !== 'user') return undefined
  const home = String((after ?? before)?.home ?? `/home/${want.id}`)
  if (id !== home && !isBelow(id, home)) return followOwner(change, 'uid', 'owner', state)
  if (after === null) return want.how?.removeHome === true ? null : followOwner(change, 'uid', 'owner', state)
  // What usermod leaves alone in a home already has the new number.
  if (state !== null && state.owner === String(after.uid)) return { ...state, owner: want.id }
  const creates = want.how?.createHome ?? want.how?.system !== true
  if (before !== null || !creates || state !== null) return undefined
  if (id === home) {
    return { type: 'directory', mode: '0700', owner: want.id, group: String(after.group ?? want.id) }
  }
  return isOfSkeleton(home, id) ? 'unknown' : undefined
}

/**
 * A file keeps the number of its owner, which is shown where no account has it. usermod gives the files in a home the new number; userdel
 * may remove the group of the user's name with it.
 */
function followOwner(
  { want, before, after }: ResourceChange,
  number: 'uid' | 'gid',
  field: 'owner' | 'group',
  state: State | null,
): Followed {
  const [was, is] = [before?.[number], after?.[number]]
  if (state === null || (after !== null && was === is)) return undefined
  if (is !== undefined && state[field] === String(is)) return { ...state, [field]: want.id }
  const isOwn = state[field] === want.id
  const unsure = [
    ...(isOwn && was === undefined ? [field] : []),
    ...(want.kind === 'user' && after === null && state.group === want.id ? ['group'] : []),
  ]
  if (!isOwn && unsure.length === 0) return undefined
  return { ...state, ...(isOwn && was !== undefined && { [field]: String(was) }), ...(unsure.length > 0 && { unsure }) }
}

/** systemctl makes and removes links: a mask, and what enables a unit. A process that ends removes what it listens at. */
function followUnit(change: ResourceChange, id: string, state: State | null): Followed {
  if (goesWith(change, 'removes', id)) return null
  const { want, before, after } = change
  if (!id.startsWith('/etc/systemd/') || posix.basename(id) !== want.id) return undefined
  const isMask = !/\.(wants|requires|upholds)\//.test(id)
  const [was, is] = [before, after].map(one => (isMask ? one?.load === 'masked' : one?.enabled === 'enabled'))
  if (was === is) return undefined
  // Which targets want it, its file says.
  return is ? 'unknown' : isMask || state?.target !== undefined ? null : undefined
}

const isOfSkeleton = (home: string, id: string): boolean =>
  /^\.(bashrc|profile|bash_logout)$/.test(posix.relative(home, id))

/** The home that a user lacked; its mode is as the umask in login.defs has it. */
function followHomeMade(change: ResourceChange, id: string, state: State | null, look: Look): Followed {
  const user = userWhoseHomeIsMade(change)
  const { home, group } = (user === undefined ? undefined : look(user, 'user')) ?? {}
  if (user === undefined || typeof home !== 'string' || state !== null) return undefined
  if (id === home)
    return { type: 'directory', mode: '0755', owner: user, group: String(group ?? user), unsure: ['mode'] }
  return isOfSkeleton(home, id) ? 'unknown' : undefined
}

/** Another name of the same file has its owner and mode, and is one of fewer where a name goes. */
function followHardLink(change: ResourceChange, id: string, state: State | null): Followed {
  const { before, after } = change
  const isSame = state?.inode !== undefined && state.inode === before?.inode
  const path = changedPath(change)
  if (!isSame || id === path || state.resolved === path) return undefined
  if (after !== null && after.type === state.type) {
    const { mode, owner, group } = after
    return { ...state, mode, owner, group }
  }
  const { held, inode, ...rest } = state
  const left = Number.parseInt(String(held), 10) - 1
  return left > 1 ? { ...rest, inode, held: `${left} hard links` } : rest
}

const isBelow = (path: string, directory: string): boolean => path.startsWith(`${directory}/`)
const isAt = (path: string, other: string): boolean => path === other || isBelow(path, other)
