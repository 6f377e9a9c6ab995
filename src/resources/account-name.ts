/** Names of users and groups that neither useradd nor groupadd takes. */
import type { Forbidden, ResourceChange } from './kind.ts'

export function forbidName({ want, before, after }: ResourceChange): Forbidden | undefined {
  if (before !== null || after === null || /^[^-+~:,/\s][^:,/\s]*$/.test(want.id)) return undefined
  return {
    message: `${JSON.stringify(want.id)} is not a valid name of a ${want.kind}`,
    hint: 'Use letters, digits, `_`, `-` and `.`; start with a letter.',
  }
}
