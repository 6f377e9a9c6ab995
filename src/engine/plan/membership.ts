/** Who is in which group is told by users and by groups: what changes one changes the other. */
import type { State } from '../../resources/kind.ts'

const sides = {
  user: { other: 'group', own: 'groups', theirs: 'members' },
  group: { other: 'user', own: 'members', theirs: 'groups' },
}

/** The kind on the other side; undefined where the kind has no members. */
export function otherSide(kind: string): string | undefined {
  return sides[kind as keyof typeof sides]?.other
}

/**
 * What a change of user or group `id` leaves of `theirs`, the state of `other` on the other side: it is named there as long as
 * it names that one. Null where nothing changes.
 */
export function mirrorMembership(
  kind: string,
  id: string,
  after: State | null,
  other: string,
  theirs: State,
): State | null {
  const { own, theirs: field } = sides[kind as keyof typeof sides]
  const listed = namesIn(theirs[field])
  const belongs = namesIn(after?.[own]).includes(other)
  if (belongs === listed.includes(id)) return null
  return { ...theirs, [field]: belongs ? [...listed, id].sort() : listed.filter(name => name !== id) }
}

const namesIn = (value: State[string]): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
