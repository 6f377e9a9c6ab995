/** What clients wait on. Spread by user, so that one user's syncs find what earlier ones left in the worker's caches. */
import { allSync } from '../api/sync.ts'
import type { Role } from '../role.ts'

export const clientSync: Role = {
  name: 'client-sync',
  aliases: ['synchrotron', 'sync'],
  summary: 'Serves /sync, sliding sync, /events and /initialSync: what clients wait on.',
  resources: ['client'],
  rank: 'sync',
  balance: 'user',
  start: 'last',
  routes: allSync,
}
