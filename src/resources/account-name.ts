/** Names, numbers and fields of users and groups that neither useradd nor groupadd takes. Pure. */
import type { Forbidden, Look, ResourceChange, State } from './kind.ts'

/** Bytes. */
const longest = 32

export function forbidName({ want: { kind, id }, before, after }: ResourceChange): Forbidden | undefined {
  if (/^\d+$/.test(id))
    return {
      message: `${JSON.stringify(id)} is not a name of a ${kind}, but a number: the host finds no ${kind} by it`,
      hint: 'Give the name. A name needs a letter.',
    }
  if (before !== null || after === null) return undefined
  if (!/^[^-+~:,/\s][^:,/\s]*$/.test(id))
    return {
      message: `${JSON.stringify(id)} is not a valid name of a ${kind}`,
      hint: 'Use letters, digits, `_`, `-` and `.`; start with a letter.',
    }
  const length = Buffer.byteLength(id)
  return length <= longest
    ? undefined
    : { message: `${id} is too long for the name of a ${kind}: ${length} bytes; at most ${longest} are allowed` }
}

/** Fields end with a colon in the passwd database, and accounts with a line. */
export function forbidField({ want: { id, state }, before }: ResourceChange): Forbidden | undefined {
  const isBad = (field: string): boolean =>
    state?.[field] !== before?.[field] && /[:\p{Cc}]/u.test(String(state?.[field] ?? ''))
  const field = ['comment', 'home', 'shell'].find(isBad)
  return field === undefined
    ? undefined
    : { message: `the ${field} ${JSON.stringify(state?.[field])} of ${id} has a colon or a control character in it` }
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
