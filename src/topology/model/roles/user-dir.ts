/** Before the client-reader in the order of roles, which could search as well. */
import { userDirectory as routes } from '../api/client.ts'
import type { Role } from '../role.ts'

export const userDir: Role = {
  name: 'user-dir',
  aliases: ['user-directory', 'user-search'],
  summary: 'Keeps the user directory up to date, and searches it.',
  resources: ['client'],
  rank: 'client',
  balance: 'least-connections',
  start: 'first',
  atMost: 1,
  routes,
  sharedIn: 'user-directory',
}
