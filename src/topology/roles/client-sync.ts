/** What clients wait on. Spread by user, so that one user's syncs find what earlier ones left in the worker's caches. */
import type { Role } from '../role.ts'

export const clientSync: Role = {
  name: 'client-sync',
  summary: 'Serves /sync, /events and /initialSync: what clients wait on.',
  resources: ['client'],
  rank: 'sync',
  balance: 'user',
  start: 'last',
  routes: [
    { methods: ['GET'], path: '^/_matrix/client/(r0|v3)/sync$', example: '/_matrix/client/v3/sync' },
    {
      methods: ['POST'],
      path: '^/_matrix/client/unstable/org\\.matrix\\.simplified_msc3575/sync$',
      example: '/_matrix/client/unstable/org.matrix.simplified_msc3575/sync',
    },
    { methods: ['GET'], path: '^/_matrix/client/(api/v1|r0|v3)/events$', example: '/_matrix/client/v3/events' },
    {
      methods: ['GET'],
      path: '^/_matrix/client/(api/v1|r0|v3)/initialSync$',
      example: '/_matrix/client/v3/initialSync',
    },
    {
      methods: ['GET'],
      path: '^/_matrix/client/(api/v1|r0|v3)/rooms/[^/]+/initialSync$',
      example: '/_matrix/client/v3/rooms/!swk:example.org/initialSync',
    },
  ],
}
