/**
 * What another user than root may not do to a path, by the owners and modes that are known. Pure. Where it is not known what
 * an access control list says, nothing is said ahead.
 */
import { posix } from 'node:path'
import type { Forbidden, Look, ResourceChange, State, Writer } from '../kind.ts'
import { becomeHint } from '../writer.ts'
import { directoriesAbove } from './above.ts'
import { changedPath, writesContent } from './script.ts'

const [read, write, enter] = [4, 2, 1]
const sticky = 0o1000

/** `look`: the state of another path, undefined if it is not known. */
export function forbidToWriter(change: ResourceChange, look: Look, writer: Writer): Forbidden | undefined {
  const path = changedPath(change)
  const directory = posix.dirname(path)
  const above = [...directoriesAbove(path)]
  if ([path, ...above].some(one => look(one)?.list === '?')) return undefined
  const barred = forbidEntering(above, look, writer)
  if (barred !== undefined) return barred
  const { before, after } = change
  const isReplaced = before === null || after === null || after.type === 'link' || writesContent(change)
  if (isReplaced && may(look(directory), writer, write) === false)
    return describe(writer, `may not write in ${directory}`)
  if (isReplaced && before !== null && isSticky(look(directory), before, writer))
    return describe(writer, `may not replace or remove ${path}: others own it, and ${directory} is sticky`)
  if (isReplaced && before?.type === 'file' && after !== null && may(before, writer, read) === false)
    return describe(writer, `may not read ${path}`)
  return after === null || after.type === 'link' ? undefined : forbidOwner(change, isReplaced, writer)
}

/** Names the first of these directories that the writer may not enter. */
export function forbidEntering(directories: readonly string[], look: Look, writer: Writer): Forbidden | undefined {
  const barred = directories.find(one => may(look(one), writer, enter) === false)
  return barred === undefined ? undefined : describe(writer, `may not enter ${barred}`)
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

/** Undefined where the modes do not tell. As the kernel decides: acl(5). */
function may(state: State | null | undefined, writer: Writer, right: number): boolean | undefined {
  if (!state || typeof state.mode !== 'string' || state.type === 'link' || state.type === 'unreadable') return undefined
  const mode = Number.parseInt(state.mode, 8)
  const has = (bits: number): boolean => (bits & right) !== 0
  if (state.owner === writer.owner) return has(mode >> 6)
  const { groups } = writer
  if (groups === undefined) return undefined
  const { users, ofGroups } = entriesOf(state, mode >> 3)
  const own = users.get(writer.owner)
  if (own !== undefined) return has(own & (mode >> 3))
  const shared = ofGroups.filter(([group]) => groups.includes(group))
  return shared.length > 0 ? shared.some(([, bits]) => has(bits & (mode >> 3))) : has(mode)
}

/** With a list, the mode of the group is what the list grants at most. */
function entriesOf({ list = '', group }: State, bits: number) {
  const entries = String(list)
    .split(',')
    .map(entry => entry.split(':'))
  const of = (kind: string): [string, number][] =>
    entries.filter(([one]) => one === kind).map(([, name, given]) => [name || String(group), Number(given)])
  return { users: new Map(of('u')), ofGroups: list === '' ? [[String(group), bits] as const] : of('g') }
}

function isSticky(directory: State | null | undefined, file: State, { owner }: Writer): boolean {
  const mode = Number.parseInt(String(directory?.mode ?? '0'), 8)
  return (mode & sticky) !== 0 && directory?.owner !== owner && file.owner !== owner
}
