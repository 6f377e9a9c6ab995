/** A connection of sliding sync lives in the caches of one worker. */
import { slidingSync as routes } from '../api/sync.ts'
import type { Role } from '../role.ts'

export const slidingSync: Role = {
  name: 'sliding-sync',
  aliases: ['simplified-sliding-sync'],
  summary: 'Serves sliding sync (MSC4186), the sync of Element X.',
  resources: ['client'],
  rank: 'sync',
  balance: 'user',
  start: 'last',
  routes,
}
