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

/** `create the group ops, gid 7, members ana, bob`; later `group ops: add carl, remove bob`. `list`: the field of the members or groups. */
export function describeAccount(
  { want, before, after, fields }: ResourceChange & { readonly fields: readonly string[] },
  list: { readonly field: string; readonly add: string; readonly remove: string },
): string {
  const account = `${want.kind} ${want.id}`
  if (after === null) return `remove the ${account}`
  const [was, now] = [namesIn(before?.[list.field]), namesIn(after[list.field])]
  const values = (before === null ? Object.keys(want.state ?? {}) : fields)
    .filter(field => field !== list.field)
    .map(field => fieldText(field, before, after))
  const words = (verb: string, names: readonly string[]) => (names.length === 0 ? [] : [`${verb} ${names.join(', ')}`])
  if (before === null) return [`create the ${account}`, ...values, ...words(list.field, now)].join(', ')
  const added = now.filter(name => !was.includes(name))
  const removed = was.filter(name => !now.includes(name))
  return `${account}: ${[...values, ...words(list.add, added), ...words(list.remove, removed)].join(', ')}`
}

function fieldText(field: string, before: State | null, after: State): string {
  // The number that useradd will choose is not known before.
  return before?.[field] === undefined ? `${field} ${after[field]}` : `${field} ${before[field]} -> ${after[field]}`
}

const namesIn = (value: State[string]): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
