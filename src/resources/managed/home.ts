/** What `user` makes in the home of an account: the home itself where it lacked one, a key. */
import { posix } from 'node:path'
import type { ResourceChange } from '../kind.ts'
import { specOf } from './spec.ts'

/** Of a user that was there without its home. */
export function userWhoseHomeIsMade({ want, before }: ResourceChange): string | undefined {
  const { program, args } = specOf(want.id)
  return program === 'account' && want.state?.home === 'yes' && before?.home !== 'yes' ? args[0] : undefined
}

/** The key that is made (`generate_ssh_key`), and its public half. `home`: of the user, undefined where it is not known. */
export function isKeyMade({ want }: ResourceChange, path: string, home: (user: string) => string | undefined): boolean {
  const { program, args } = specOf(want.id)
  if (program !== 'ssh-key') return false
  const [user = '', file = ''] = args
  const above = file.startsWith('/') ? '' : (home(user) ?? '')
  const isNamed = (key: string): boolean =>
    above !== '' || file.startsWith('/') ? path === posix.join(above || '/', key) : path.endsWith(`/${key}`)
  return [file, `${file}.pub`, posix.dirname(file)].some(isNamed)
}
