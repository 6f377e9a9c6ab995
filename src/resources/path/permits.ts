/**
 * What another user than root may not do to a path, by the owners and modes that are known. Pure. Where an access control list
 * may let the user in nothing is said ahead.
 */
import { posix } from 'node:path'
import type { Forbidden, Look, ResourceChange, State, Writer } from '../kind.ts'
import { becomeHint } from '../writer.ts'
import { directoriesAbove } from './follows.ts'
import { changedPath, writesContent } from './script.ts'

const [read, write, enter] = [4, 2, 1]
const sticky = 0o1000

/** `look`: the state of another path, undefined if it is not known. */
export function forbidToWriter(change: ResourceChange, look: Look, writer: Writer): Forbidden | undefined {
  const path = changedPath(change)
  const directory = posix.dirname(path)
  const above = [...directoriesAbove(path)]
  if (above.some(one => look(one)?.hasList)) return undefined
  const barred = above.find(one => may(look(one), writer, enter) === false)
  if (barred !== undefined) return describe(writer, `may not enter ${barred}`)
  const { before, after } = change
  const isReplaced = before === null || after === null || after.type === 'link' || writesContent(change)
  if (isReplaced && may(look(directory), writer, write) === false)
    return describe(writer, `may not write in ${directory}`)
  if (isReplaced && before !== null && isSticky(look(directory), before, writer))
    return describe(writer, `may not replace or remove ${path}: others own it, and ${directory} is sticky`)
  if (isReplaced && before?.type === 'file' && after !== null && !before.hasList && may(before, writer, read) === false)
    return describe(writer, `may not read ${path}`)
  return after === null || after.type === 'link' ? undefined : forbidOwner(change, isReplaced, writer)
}

/** Only root gives files away, and only to an own group does an owner. */
function forbidOwner(
  { want, before, after }: ResourceChange,
  isReplaced: boolean,
  writer: Writer,
): Forbidden | undefined {
  const { owner, groups } = writer
  if (!isReplaced && before?.owner !== owner) return describe(writer, `does not own ${want.id}`)
  if (after?.owner !== owner) return describe(writer, `may not make ${after?.owner} the owner of ${want.id}`)
  const isKept = !isReplaced && before?.group === after.group
  if (!isKept && groups !== undefined && !groups.includes(String(after.group)))
    return describe(writer, `is not in the group ${after.group}, which ${want.id} would have`)
  return undefined
}

function describe({ owner }: Writer, what: string): Forbidden {
  return { message: `${owner} ${what}`, hint: becomeHint }
}

/** Undefined where the modes do not tell. */
function may(state: State | null | undefined, { owner, groups }: Writer, right: number): boolean | undefined {
  if (!state || typeof state.mode !== 'string' || state.type === 'link' || state.type === 'unreadable') return undefined
  const mode = Number.parseInt(state.mode, 8)
  const has = (shift: number): boolean => ((mode >> shift) & right) !== 0
  if (state.owner === owner) return has(6)
  if (groups === undefined) return undefined
  if (groups.includes(String(state.group))) return has(3)
  return has(0)
}

function isSticky(directory: State | null | undefined, file: State, { owner }: Writer): boolean {
  const mode = Number.parseInt(String(directory?.mode ?? '0'), 8)
  return (mode & sticky) !== 0 && directory?.owner !== owner && file.owner !== owner
}
