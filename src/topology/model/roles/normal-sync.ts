/** Syncs that go on: light, and held open all day. */
import { normalSync as routes } from '../api/sync.ts'
import type { Role } from '../role.ts'

export const normalSync: Role = {
  name: 'normal-sync',
  summary: 'Serves syncs that go on from a position.',
  resources: ['client'],
  rank: 'sync',
  balance: 'user',
  start: 'last',
  routes,
}
