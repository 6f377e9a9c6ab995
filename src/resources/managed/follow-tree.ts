/** Owners and modes of a directory and of all in it (`file: recurse`): what changes of its paths leave of them. Pure. */
import type { Look, ResourceChange, State } from '../kind.ts'
import { ifKnown, otherTree } from './follow-recursion.ts'
import { realOf } from './real-of.ts'
import { modesText, modeText } from './tree-modes.ts'
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
