/** Changes of a path that cannot be made, and why. Pure. */
import { posix } from 'node:path'
import type { Forbidden, Look, ResourceChange } from '../kind.ts'
import { becomeHint } from '../writer.ts'
import { changedPath, writesContent } from './script.ts'

/** `look`: the state of another path, undefined if it is not known. */
export function forbidPath(change: ResourceChange, look: Look): Forbidden | undefined {
  const { want, before, after } = change
  const path = changedPath(change)
  if (before?.type === 'unreadable')
    return {
      message: `${path} cannot be seen by the user who logged in`,
      hint: becomeHint,
    }
  if (typeof before?.via === 'string') return describeBarred(before.via)
  const replaces = after === null || after.type === 'link' || writesContent(change)
  // A directory that is removed only when it is empty may be unmounted before; where it is not, that fails and harms nothing.
  const isRmdir = want.how?.onlyEmpty === true && before?.held === 'a mount point'
  const isLinkRemoved = after === null && before?.target !== undefined
  const held = typeof before?.held === 'string' && !isLinkRemoved && !isRmdir ? before.held : ''
  if (held !== '' && (held === 'append-only' || isBarred(held, replaces, after === null)))
    return describeHeld(path, held)
  if (after === null && !isLinkRemoved && want.how?.onlyEmpty !== true && typeof before?.inside === 'string')
    return describeInside(before.inside)
  if (
    after !== null &&
    before?.type === 'link' &&
    after.mode !== before.mode &&
    after.type === 'link' &&
    want.state?.mode
  )
    return { message: `${path} is a link to ${before.target}, which does not exist or is not followed; it has no mode` }
  const directory = posix.dirname(path)
  if (typeof want.state?.target === 'string' && posix.resolve(directory, want.state.target) === path)
    return { message: `the link ${path} would point to itself` }
  if (before !== null && !replaces) return undefined
  const above = look(directory)
  const isDangling = above?.type === 'link' && above.resolved !== undefined
  if (above === null || isDangling) return describeMissing(directory)
  if (above?.type !== undefined && above.type !== 'directory' && above.type !== 'unreadable')
    return { message: `${directory} is not a directory but a ${above.type}` }
  // What lies in a mount point is as free as anywhere.
  const heldAbove = typeof above?.held === 'string' && above.held !== 'a mount point' ? above.held : ''
  if (heldAbove === 'kernel') return describeHeld(directory, heldAbove)
  // A file and a link are made under another name, and renamed.
  const isRenamed = before !== null || after?.type !== 'directory'
  if (heldAbove !== '' && isBarred(heldAbove, isRenamed, false)) return describeHeld(directory, heldAbove)
  return undefined
}

function isBarred(held: string, replaces: boolean, removes: boolean): boolean {
  if (held.endsWith('hard links')) return false
  if (held === 'a mount point' || held === 'kernel') return replaces || removes
  return held !== 'append-only' || replaces || removes
}

/** A link on the way to the path could be turned elsewhere by others than root. */
export const describeBarred = (link: string): Forbidden => ({
  message: `${link} is a link that is not followed, since users other than root could change its target`,
  hint: 'Name the path that it points to.',
})

export const describeMissing = (directory: string): Forbidden => ({
  message: `the directory ${directory} does not exist`,
  hint: 'Create it in an earlier task: file with state: directory.',
})

/** Something in a directory can be neither changed nor removed: see `inside` of {@link PathState}. */
export function describeInside(inside: string): Forbidden {
  const at = inside.indexOf(' /')
  return describeHeld(inside.slice(at + 1), inside.slice(0, at))
}

/** The path cannot be replaced without harm, or not at all. */
export function describeHeld(path: string, held: string): Forbidden {
  if (held.endsWith('hard links'))
    return {
      message: `${path} has ${held}; replacing the file would separate it from the other names`,
      hint: `Find the other names with: find / -xdev -samefile ${path}`,
    }
  if (held === 'read-only') return { message: `${path} is on a file system that is mounted read-only` }
  if (held === 'kernel')
    return {
      message: `${path} is in a file system of the kernel, where no file is created, replaced or removed`,
      hint: 'Set a value with `sysctl` or with a command.',
    }
  if (held === 'a mount point')
    return { message: `${path} is a mount point; it can be neither replaced nor removed`, hint: 'Unmount it first.' }
  return {
    message: `${path} is ${held} (chattr); root cannot change it either`,
    hint: `Remove the flag with: chattr -${held === 'immutable' ? 'i' : 'a'} ${path}`,
  }
}
