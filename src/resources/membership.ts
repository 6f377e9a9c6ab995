/** Users and groups name each other: what changes one changes the other. */
import type { ResourceChange, State } from './kind.ts'

/** State `theirs` of the user or group `id` after `change` of one on the other side; undefined where nothing changes. */
export function mirrorMembership(
  { want, after }: Pick<ResourceChange, 'want' | 'after'>,
  { own, other }: { readonly own: string; readonly other: string },
  id: string,
  theirs: State,
): State | undefined {
  const listed = namesIn(theirs[other])
  const belongs = namesIn(after?.[own]).includes(id)
  if (belongs === listed.includes(want.id)) return undefined
  return { ...theirs, [other]: belongs ? [...listed, want.id].sort() : listed.filter(name => name !== want.id) }
}

const namesIn = (value: State[string]): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
