/** What one owner and mode for a directory and for all in it (`file: recurse`) leaves of paths, and of other such trees. Pure. */
import type { Look, Ref, ResourceChange, State, Want } from '../kind.ts'
import { modeOf } from '../mode.ts'
import { realOf } from './real-of.ts'
import { specOf } from './spec.ts'
import { type Counts, countsOf, mapped, modeFields, stateIn } from './tree-modes.ts'
import { liesIn } from './written.ts'

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

/** A task plans on what it has read of what it leaves unknown itself: only later tasks do not know it (`isObscuredByRecursion`). */
export const ifKnown = (found: State | 'unknown' | undefined): State | undefined =>
  found === 'unknown' ? undefined : found

/** Another directory with all that is in it, or the same one, gets one owner and mode. */
export function otherTree(
  { id }: Want,
  args: readonly string[],
  state: State | null,
  look: Look,
): State | 'unknown' | undefined {
  const { program, args: made } = specOf(id)
  const [top, other] = [args, made].map(([directory = '']) => realOf(directory, look)) as [string, string]
  if (program !== 'recurse' || state === null || !(liesIn(top, other) || liesIn(other, top))) return undefined
  const bits = made[3]
  const counts = countsOf(state) ?? new Map()
  const isOpen = !isOctal(bits) && (made[1] || made[2]) && [...counts.keys()].some(one => mayLoseBits(stateIn(one)))
  const wanted = [1, 2].filter(i => args[i])
  const isLeft = wanted.some(i => !made[i]) && state.right !== 'yes'
  const others = wanted.filter(i => made[i] && made[i] !== args[i])
  // A number may be that of the name.
  const isNumber = others.some(i => /^\d+$/m.test(`${made[i]}\n${args[i]}`))
  if (!liesIn(top, other) || isOpen || isLeft || isNumber) return 'unknown'
  const right = others.length === 0 ? 'yes' : 'no'
  return { ...state, right, ...(args[3] && afterModes(counts, bits)) }
}

/** The modes of a tree after its own change, or after that of one in which it lies. */
export const afterModes = (counts: Counts, bits: string | undefined): State =>
  modeFields(mapped(counts, one => ({ ...one, ...modeAfter(bits, one) })))
