/** Requests of other homeservers. */
import type { Route } from '../role.ts'
import { federation, room, user } from './route.ts'

export const federationOfRoom: readonly Route[] = [
  federation(['GET'], 'v1', '(state|state_ids|backfill|timestamp_to_event|hierarchy)/![^/]+/?$', `v1/state/${room}`),
  federation(['GET'], 'v1', '(make_join|make_leave|make_knock|event_auth)/![^/]+/[^/]+$', `v1/event_auth/${room}/$swk`),
  federation(['POST'], 'v1', 'get_missing_events/![^/]+$', `v1/get_missing_events/${room}`),
  federation(['PUT'], 'v1', '(send_knock|exchange_third_party_invite)/![^/]+', `v1/send_knock/${room}/$swk`),
  federation(['PUT'], '(v1|v2)', '(send_join|send_leave|invite)/![^/]+/[^/]+$', `v2/invite/${room}/$swk`),
  federation(['GET'], 'unstable', 'rooms/![^/]+/complexity$', `unstable/rooms/${room}/complexity`),
]

export const federationReads: readonly Route[] = [
  federation(['GET'], 'v1', 'version$', 'v1/version'),
  federation(['GET'], 'v1', 'event/', 'v1/event/$swk'),
  federation(['GET'], 'v1', 'query/', 'v1/query/profile'),
  federation(['GET'], 'v1', 'user/devices/', `v1/user/devices/${user}`),
  federation(['POST'], 'v1', 'user/keys/(claim|query)$', 'v1/user/keys/query'),
  federation(['GET', 'POST'], 'v1', 'publicRooms$', 'v1/publicRooms'),
  { methods: ['GET', 'POST'], path: '^/_matrix/key/v2/query(/|$)', example: '/_matrix/key/v2/query/example.org' },
]

/** Transactions: what happened elsewhere. */
export const federationInbound: readonly Route[] = [federation(['PUT'], 'v1', 'send/', 'v1/send/swk')]
