/** Several changes of one resource by one task (three edits of a file) are shown as one. Pure. */
import { hasTrait } from '../../resources/index.ts'
import { refKey } from '../../resources/kind.ts'
import { type Change, differing } from '../plan/change.ts'

/** Each resource at the position of its first change; what ends as it started is left out. */
export function mergeChanges(changes: readonly Change[]): readonly Change[] {
  const merged = new Map<string, Change | readonly Change[]>()
  for (const [i, change] of changes.entries()) {
    // Running a command twice is two actions.
    const isAction = hasTrait(change.want.kind, 'writeOnly')
    const key = isAction ? `${i}` : refKey(change.want)
    const earlier = merged.get(key)
    merged.set(key, earlier === undefined ? change : join([earlier].flat().concat(change)))
  }
  return [...merged.values()].flat()
}

function join(changes: readonly Change[]): readonly Change[] {
  const [first, second] = [changes[0], changes.at(-1)]
  if (first === undefined || second === undefined || changes.length < 2) return changes
  const { before } = first
  const { after } = second
  const content = second.want.content ?? first.want.content
  const state = second.want.state && { ...first.want.state, ...second.want.state }
  const want = { ...second.want, state, ...(content !== undefined && state !== null && { content }) }
  const fields = before === null || state === null ? [] : differing(state, before)
  const same = before === null ? after === null : state !== null && fields.length === 0
  return same ? [] : [{ ...second, want, before, after, fields }]
}
