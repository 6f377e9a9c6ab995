/** Owners and modes of a directory and of all in it (`file: recurse`): what changes of its paths leave of them. Pure. */
import type { Look, ResourceChange, State } from '../kind.ts'
import { ifKnown, otherTree } from './follow-recursion.ts'
import { realOf } from './real-of.ts'
import { type Counts, countsOf, modeFields, replaced } from './tree-modes.ts'
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

/** A directory in which it lies: with that it goes, and nothing is in a new one. */
function followAbove({ want, before, after }: ResourceChange): null | undefined {
  const isNew = before === null && after?.type !== 'link'
  return after === null || isNew || want.kind === 'emptied' ? null : undefined
}

/** The directory itself. */
function followTop({ before, after }: ResourceChange, args: readonly string[], state: State | null): Followed {
  if (after === null) return null
  if (before === null || state === null) {
    const isNewDirectory = before === null && after.type === 'directory'
    return isNewDirectory
      ? { right: isRight(after, args) ? 'yes' : 'no', ...modesOf(args, new Map(), null, after) }
      : undefined
  }
  const followed = followOne(before, after, args, state)
  // Whether others in it are right as well is not known. What its own task does to it is told field by field anyway.
  return followed === 'unknown' ? { ...state, ...modesOf(args, countsOf(state) ?? new Map(), before, after) } : followed
}

/** A file or directory in it. What goes with a directory, or comes with one that takes its place, was not counted. */
function followInside({ before, after }: ResourceChange, args: readonly string[], state: State): Followed {
  const isFilled = before?.type === 'directory' && after?.type !== 'directory'
  // One of several names: others may be in it as well.
  return isFilled || before?.inode !== undefined ? 'unknown' : followOne(before, after, args, state)
}

function followOne(before: State | null, after: State | null, args: readonly string[], state: State): Followed {
  if (isContentOnly(before, after)) return state
  const counts = countsOf(state)
  if (args[3] && counts === undefined) return 'unknown'
  const modes = modesOf(args, counts ?? new Map(), before, after)
  if (after !== null && !isRight(after, args)) return { ...state, ...modes, right: 'no' }
  // It was not right: whether all others are is not known.
  const wasWrong = before !== null && !isRight(before, args)
  return wasWrong ? 'unknown' : { ...state, ...modes }
}

type Followed = State | null | 'unknown' | undefined

const isContentOnly = (before: State | null, after: State | null): boolean =>
  before !== null && after !== null && ['owner', 'group', 'mode'].every(field => before[field] === after[field])

const isRight = (after: State, [, owner, group]: readonly string[]): boolean =>
  (!owner || after.owner === owner) && (!group || after.group === group)

/** Where a mode is asked for. */
const modesOf = ([, , , bits]: readonly string[], counts: Counts, before: State | null, after: State | null): State =>
  bits ? modeFields(replaced(counts, before, after)) : {}
