/** Names and numbers of users and groups that neither useradd nor groupadd takes. Pure. */
import type { Forbidden, Look, ResourceChange, State } from './kind.ts'

export function forbidName({ want, before, after }: ResourceChange): Forbidden | undefined {
  if (before !== null || after === null || /^[^-+~:,/\s][^:,/\s]*$/.test(want.id)) return undefined
  return {
    message: `${JSON.stringify(want.id)} is not a valid name of a ${want.kind}`,
    hint: 'Use letters, digits, `_`, `-` and `.`; start with a letter.',
  }
}

/** A number that another one has. `field`: `uid` or `gid`. */
export function forbidNumber({ want }: ResourceChange, look: Look, field: 'uid' | 'gid'): Forbidden | undefined {
  const number = want.state?.[field]
  const other = number === undefined || want.how?.nonUnique === true ? null : look(String(number))
  if (!other || other.name === undefined || other.name === want.id) return undefined
  return {
    message: `the ${field} ${number} is the ${want.kind} ${other.name}'s`,
    hint: `Choose another one, or allow two with \`non_unique: true\`.`,
  }
}

/** Who has the number `id` after a change of a user or group; undefined where that stays. */
export function followNumber(
  { want, before, after }: ResourceChange,
  id: string,
  state: State | null,
  field: 'uid' | 'gid',
): State | null | undefined {
  if (!/^\d+$/.test(id)) return undefined
  if (after?.[field] === Number(id)) return { ...after, name: want.id }
  return before?.[field] === Number(id) && state?.name === want.id ? null : undefined
}
