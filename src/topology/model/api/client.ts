/** Requests of clients that are about no one room, and that change no stream with a writer of its own. */
import type { Route } from '../role.ts'
import { alias, all, client, recent, user } from './route.ts'

export const clientReads: readonly Route[] = [
  { methods: ['GET'], path: '^/_matrix/client/versions$', example: '/_matrix/client/versions' },
  client(['GET'], recent, 'capabilities$', 'v3/capabilities'),
  client(['GET'], all, 'joined_rooms$', 'v3/joined_rooms'),
  client(['GET', 'POST'], all, 'publicRooms$', 'v3/publicRooms'),
  client(['POST'], all, 'search$', 'v3/search'),
  client(['GET'], all, 'voip/turnServer$', 'v3/voip/turnServer'),
  client(['GET'], all, 'events/[^/]+$', 'v3/events/$swk'),
  client(['GET'], 'unstable/org\\.matrix\\.msc4143', 'rtc/transports$', 'unstable/org.matrix.msc4143/rtc/transports'),
  client(['GET'], recent, 'notifications$', 'v3/notifications'),
  client(['GET'], recent, 'devices(/[^/]+)?$', 'v3/devices'),
  client(['GET', 'POST'], recent, 'user/[^/]+/filter(/[^/]+)?$', `v3/user/${user}/filter/0`),
  client(['GET', 'PUT', 'DELETE'], all, 'directory/room/.+$', `v3/directory/room/${alias}`),
]

export const account: readonly Route[] = [
  client(['GET'], recent, 'account/whoami$', 'v3/account/whoami'),
  client(['GET', 'POST'], recent, 'account/3pid$', 'v3/account/3pid'),
  client(['POST'], recent, 'account/deactivate$', 'v3/account/deactivate'),
]

/** Keys of devices, and the backup of those of rooms. What changes the list of devices stands in writers.ts. */
export const encryption: readonly Route[] = [
  client(['POST'], recent, 'keys/(query|claim)$', 'v3/keys/query'),
  client(['GET'], recent, 'keys/changes$', 'v3/keys/changes'),
  client(['GET', 'POST', 'PUT', 'DELETE'], recent, 'room_keys/', 'v3/room_keys/version'),
]

/** Sending and cancelling one is main's. */
export const delayedEvents: readonly Route[] = [
  client(
    ['GET'],
    'unstable',
    'org\\.matrix\\.msc4140/delayed_events(/[^/]+)?$',
    'unstable/org.matrix.msc4140/delayed_events',
  ),
  client(
    ['POST'],
    'unstable',
    'org\\.matrix\\.msc4140/delayed_events/[^/]+/restart$',
    'unstable/org.matrix.msc4140/delayed_events/swk/restart',
  ),
]

/** Deleting a room (the same path) and changing a user stay with main. */
export const adminReads: readonly Route[] = [
  {
    methods: ['GET'],
    path: '^/_synapse/admin/v1/rooms/[^/]+$',
    example: '/_synapse/admin/v1/rooms/!swk:example.org',
  },
  { methods: ['GET'], path: '^/_synapse/admin/v2/users/[^/]+$', example: `/_synapse/admin/v2/users/${user}` },
]

export const userDirectory: readonly Route[] = [
  client(['POST'], recent, 'user_directory/search$', 'v3/user_directory/search'),
]
