/** What Synapse's workers could serve and swk leaves to main all the same, with the reason. What main alone serves: main-only.ts. */
import type { Route } from '../role.ts'

export type NotRouted = Pick<Route, 'methods' | 'path'> & { readonly because: string }

export const notRouted: readonly NotRouted[] = [
  {
    methods: ['DELETE'],
    path: '^/_synapse/admin/v1/rooms/[^/]+$',
    because: 'deleting a room is a long job with a state of its own: it stays with the rest of the admin API',
  },
  {
    methods: ['POST'],
    path: '^/_matrix/client/(v1|unstable)/appservice/[^/]+/ping$',
    because:
      'workers have it, but it also hastens what waits for the bridge, which only the process that sends to bridges can do',
  },
  {
    path: '^/_matrix/client/unstable/org\\.matrix\\.msc3814\\.v1/dehydrated_device',
    because: 'experimental, and it writes the list of devices; Synapse documents it for no worker',
  },
]
