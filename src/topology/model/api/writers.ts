/**
 * What changes a stream, by stream. A writer serves it where there is one, else main; never another worker: most of these end in a 500
 * there, and the rest is only handed on.
 */
import type { Route, Stream } from '../role.ts'
import { all, client, ofRoom, recent, room, user } from './route.ts'

const everyMethod = ['GET', 'PUT', 'POST', 'DELETE'] as const

export const writerRoutes: Readonly<Record<Stream, readonly Route[]>> = {
  events: [],
  typing: [ofRoom(['PUT'], all, 'typing/', `typing/${user}`)],
  to_device: [client(['PUT'], recent, 'sendToDevice/', 'v3/sendToDevice/m.swk/1')],
  account_data: [
    client(everyMethod, recent, 'user/[^/]+/rooms/[^/]+/tags(/|$)', `v3/user/${user}/rooms/${room}/tags`),
    client(everyMethod, recent, 'user/[^/]+/(rooms/[^/]+/)?account_data/', `v3/user/${user}/account_data/m.swk`),
    client(
      ['DELETE'],
      'unstable',
      'org\\.matrix\\.msc3391/user/[^/]+/(rooms/[^/]+/)?account_data/',
      `unstable/org.matrix.msc3391/user/${user}/account_data/m.swk`,
    ),
  ],
  receipts: [
    ofRoom(['POST'], recent, 'receipt/', 'receipt/m.read/$swk'),
    ofRoom(['POST'], recent, 'read_markers$', 'read_markers'),
  ],
  presence: [client(['GET', 'PUT'], all, 'presence/[^/]+/status$', `v3/presence/${user}/status`)],
  push_rules: [client(['GET', 'PUT', 'DELETE'], all, 'pushrules/', 'v3/pushrules/')],
  device_lists: [
    client(['POST'], recent, 'delete_devices$', 'v3/delete_devices'),
    client(['GET', 'PUT', 'DELETE'], recent, 'devices(/[^/]+)?$', 'v3/devices'),
    client(['POST'], recent, 'keys/upload(/[^/]+)?$', 'v3/keys/upload'),
    client(['POST'], '(v3|unstable)', 'keys/device_signing/upload$', 'v3/keys/device_signing/upload'),
    client(['POST'], recent, 'keys/signatures/upload$', 'v3/keys/signatures/upload'),
  ],
  thread_subscriptions: [
    client(
      ['GET', 'PUT', 'DELETE'],
      'unstable',
      'io\\.element\\.msc4306/rooms/[^/]+/thread/[^/]+/subscription$',
      `unstable/io.element.msc4306/rooms/${room}/thread/$swk/subscription`,
    ),
    client(
      ['GET'],
      'unstable',
      'io\\.element\\.msc4308/thread_subscriptions$',
      'unstable/io.element.msc4308/thread_subscriptions',
    ),
  ],
  // The writer must have a media repository as well: other workers answer 404.
  quarantined_media_changes: [
    {
      methods: ['GET', 'POST'],
      path: '^/_synapse/admin/v1/(quarantine_media/[^/]+$|media/quarantine_changes$|media/(quarantine|unquarantine)/|(room|user)/[^/]+/media/quarantine$)',
      example: '/_synapse/admin/v1/media/quarantine_changes',
    },
  ],
}
