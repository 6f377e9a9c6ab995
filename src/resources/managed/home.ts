/** The home that `user` makes for an account which lacked it. */
import type { ResourceChange } from '../kind.ts'
import { specOf } from './spec.ts'

/** Of a user that was there without its home. */
export function userWhoseHomeIsMade({ want, before }: ResourceChange): string | undefined {
  const { program, args } = specOf(want.id)
  return program === 'account' && want.state?.home === 'yes' && before?.home !== 'yes' ? args[0] : undefined
}
