/** First syncs are heavy and short: apart from the others, they make nobody wait. */
import { initialSync as routes } from '../api/sync.ts'
import type { Role } from '../role.ts'

export const initialSync: Role = {
  name: 'initial-sync',
  aliases: ['initial-synchrotron'],
  summary: 'Serves the first sync of a device, which carries no position, and /initialSync.',
  resources: ['client'],
  rank: 'sync',
  balance: 'user',
  start: 'last',
  routes,
}
