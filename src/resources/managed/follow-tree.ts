/** Owners and modes of a directory and of all in it (`file: recurse`): what changes of it leave of its paths, and what those leave of it. Pure. */
import type { Look, Ref, ResourceChange, State, Want } from '../kind.ts'
import { modeOf } from '../mode.ts'
import { directoriesAbove } from '../path/above.ts'
import { specOf } from './spec.ts'
import { liesIn, writtenPaths } from './written.ts'

/** `args`: directory, owner, group, mode. Undefined: the change leaves it alone. */
export function followTree(
  change: ResourceChange,
  args: readonly string[],
  state: State | null,
  look: Look,
): State | null | 'unknown' | undefined {
  if (change.want.kind === 'managed') return ifKnown(otherTree(change.want, args, state, look))
  // A change of a link leaves what is behind it.
  const isLink = change.before?.type === 'link'
  const real = (path: string): string => (isLink ? path : realOf(path, look))
  const top = real(args[0] ?? '')
  const written = writtenPaths(change).map(real)
  if (written.includes(top)) return followTop(change, args, state)
  if (written.some(path => liesIn(top, path))) return followAbove(change)
  const isInside = state !== null && written.some(path => liesIn(path, top))
  return isInside ? followInside(change, args, state) : undefined
}

/** A task plans on what it has read of what it leaves unknown itself: only later tasks do not know it (`isObscuredByRecursion`). */
const ifKnown = (found: State | 'unknown' | undefined): State | undefined => (found === 'unknown' ? undefined : found)

/** Another directory with all that is in it, or the same one, gets one owner and mode. */
function otherTree(
  { id }: Want,
  args: readonly string[],
  state: State | null,
  look: Look,
): State | 'unknown' | undefined {
  const { program, args: made } = specOf(id)
  const [top, other] = [args, made].map(([directory = '']) => realOf(directory, look)) as [string, string]
  if (program !== 'recurse' || state === null || !(liesIn(top, other) || liesIn(other, top))) return undefined
  const bits = made[3]
  const modes = String(state.modes ?? '').match(/[df]\d+/g) ?? []
  const modeIn = (one: string): State => ({
    type: one.startsWith('d') ? 'directory' : 'file',
    mode: one.slice(1).padStart(4, '0'),
  })
  const isOpen = !isOctal(bits) && (made[1] || made[2]) && modes.some(one => mayLoseBits(modeIn(one)))
  const wanted = [1, 2].filter(i => args[i])
  const isLeft = wanted.some(i => !made[i]) && state.right !== 'yes'
  const others = wanted.filter(i => made[i] && made[i] !== args[i])
  // A number may be that of the name.
  const isNumber = others.some(i => /^\d+$/m.test(`${made[i]}\n${args[i]}`))
  if (!liesIn(top, other) || isOpen || isLeft || isNumber) return 'unknown'
  const right = others.length === 0 ? 'yes' : 'no'
  const become = (one: string): string => modeText({ ...modeIn(one), ...modeAfter(bits, modeIn(one)) })
  return { ...state, right, ...(args[3] && { modes: modesText(modes.map(become)) }) }
}

/** The state of a path after a recursive change; undefined where it stays as it is, or is not known. */
export const followRecursion = (...about: Parameters<typeof recursed>): State | undefined => ifKnown(recursed(...about))

/** Whether later tasks do not know a path, or a tree, after that. */
export function isObscuredByRecursion(change: ResourceChange, { kind, id }: Omit<Ref, 'need'>, look: Look): boolean {
  if (kind === 'managed') return isTreeObscured(change.want, id, look)
  const [directory = ''] = specOf(change.want.id).args
  // A link that the play makes.
  const isTurned = liesIn(id, directory) && look(directory, 'path')?.type === 'link'
  return isTurned || recursed(change, id, look(id, 'path') ?? null, look) === 'unknown'
}

function isTreeObscured(want: Want, id: string, look: Look): boolean {
  const { program, args } = specOf(id)
  if (program !== 'recurse' || id === want.id) return false
  return otherTree(want, args, look(id, 'managed') ?? null, look) === 'unknown'
}

/** Path `id` once a directory in which it lies, under any of its names, has one owner and mode with all in it. */
function recursed(
  { want }: ResourceChange,
  id: string,
  state: State | null,
  look: Look,
): State | 'unknown' | undefined {
  const [directory = '', owner, group, bits] = specOf(want.id).args
  const isNamed = liesIn(id, directory)
  // A directory that the play makes may be a link.
  if (state === null) return isNamed && look(directory, 'path') === null ? 'unknown' : undefined
  const isOther = !liesIn(realOf(id, look), realOf(directory, look))
  // A file of several names may have one of them in it.
  if (isOther) return isNamed || state.inode !== undefined ? 'unknown' : undefined
  const isNumber = [owner, group].some(name => /^\d+$/.test(name ?? ''))
  const isOpen = (bits && state.list !== undefined) || (!isOctal(bits) && (owner || group) && mayLoseBits(state))
  if (isNumber || isOpen || state.type === 'link') return 'unknown'
  return { ...state, ...(owner && { owner }), ...(group && { group }), ...modeAfter(bits, state) }
}

const isOctal = (bits = ''): boolean => /^[0-7]{4}$/.test(bits)

const modeAfter = (bits: string | undefined, { type, mode }: State): State =>
  bits ? { mode: modeOf(bits, String(mode), type === 'directory') } : {}

/** A program that runs as its owner or group does so no more once it has another one. */
const mayLoseBits = ({ type, mode }: State): boolean => type !== 'directory' && /^[2-7]/.test(String(mode))

/** Behind the links that were read. */
function realOf(path: string, look: Look): string {
  for (const one of [path, ...directoriesAbove(path)]) {
    const behind = look(one, 'path')?.resolved
    if (typeof behind === 'string') return `${behind}${path.slice(one.length)}`
  }
  return path
}

/** A directory in which it lies: with that it goes, and nothing is in a new one. */
function followAbove({ want, before, after }: ResourceChange): null | undefined {
  const isNew = before === null && after?.type !== 'link'
  return after === null || isNew || want.kind === 'emptied' ? null : undefined
}

/** The directory itself. */
function followTop(
  { before, after }: ResourceChange,
  args: readonly string[],
  state: State | null,
): State | null | undefined {
  if (after === null) return null
  if (before === null || state === null) {
    const isNewDirectory = before === null && after.type === 'directory'
    return isNewDirectory ? { right: isRight(after, args) ? 'yes' : 'no', ...modesOf(args, [after]) } : undefined
  }
  if (isContentOnly(before, after)) return state
  const isOwnerKept = before.owner === after.owner && before.group === after.group
  // Whether others in it are right as well is not known. What its own task does to it is told field by field anyway.
  const right = isOwnerKept || isRight(after, args) ? state.right : 'no'
  const others = String(state.modes ?? '').split(' ')
  const isAlone = modeText(before) === String(state.modes).trim()
  return { ...state, right, ...modesOf(args, [after], isAlone ? [] : others) }
}

/** A new file or directory in it. */
function followInside({ before, after }: ResourceChange, args: readonly string[], state: State): State | 'unknown' {
  if (isContentOnly(before, after)) return state
  if (before !== null || after === null) return 'unknown'
  const others = String(state.modes ?? '').split(' ')
  return { ...state, ...(isRight(after, args) ? {} : { right: 'no' }), ...modesOf(args, [after], others) }
}

const isContentOnly = (before: State | null, after: State | null): boolean =>
  before !== null && after !== null && ['owner', 'group', 'mode'].every(field => before[field] === after[field])

const isRight = (after: State, [, owner, group]: readonly string[]): boolean =>
  (!owner || after.owner === owner) && (!group || after.group === group)

/** As recurse.sh prints them, where a mode is asked for. */
function modesOf([, , , bits]: readonly string[], made: readonly State[], others: readonly string[] = []) {
  if (!bits) return {}
  const all = [...others, ...made.filter(({ type }) => type !== 'link').map(modeText)]
  return { modes: modesText(all) }
}

const modesText = (all: readonly string[]): string =>
  [...new Set(all.filter(Boolean))]
    .sort()
    .map(one => `${one} `)
    .join('')

const modeText = ({ type, mode }: State): string =>
  `${type === 'directory' ? 'd' : 'f'}${String(mode).replace(/^0+(?=.)/, '')}`
