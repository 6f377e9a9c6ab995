/** What `user` makes in the home of an account: the home itself where it lacked one, a key. */
import { posix } from 'node:path'
import type { Look, ResourceChange } from '../kind.ts'
import { specOf } from './spec.ts'

/** Of a user that was there without its home. */
export function userWhoseHomeIsMade({ want, before }: ResourceChange): string | undefined {
  const { program, args } = specOf(want.id)
  return program === 'account' && want.state?.home === 'yes' && before?.home !== 'yes' ? args[0] : undefined
}

/** Whether `path` is the key that is made (`generate_ssh_key`), its public half, or their directory. */
export function isKeyMade({ want }: ResourceChange, path: string, look: Look): boolean {
  const { program, args } = specOf(want.id)
  if (program !== 'ssh-key') return false
  const [user = '', file = ''] = args
  const names = [file, `${file}.pub`, posix.dirname(file)]
  if (file.startsWith('/')) return names.includes(path)
  const home = look(user, 'user')?.home
  return names.some(name => (home === undefined ? path.endsWith(`/${name}`) : path === `${home}/${name}`))
}
