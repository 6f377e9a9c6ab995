/** Requests about one room, from clients. What a stream writer does (typing, receipts, tags, ...) stands in writers.ts. */
import type { Route } from '../role.ts'
import { alias, all, client, ofRoom, recent, room, user } from './route.ts'

/** All requests for one room must meet the same process: pages of `/messages` depend on what it has fetched from other servers. */
export const messages: readonly Route[] = [{ ...ofRoom(['GET'], all, 'messages$', 'messages'), balance: 'room' }]

export const roomReads: readonly Route[] = [
  ofRoom(['GET'], all, '(joined_members|members)$', 'members'),
  ofRoom(['GET'], all, 'state$', 'state'),
  ofRoom(['GET'], all, 'context/', 'context/$swk'),
  ofRoom(['GET'], all, 'event/', 'event/$swk'),
  ofRoom(['GET'], 'v1', '(hierarchy|threads|timestamp_to_event)$', 'hierarchy'),
  ofRoom(['GET'], '(v1|unstable)', 'relations/', 'relations/$swk'),
  ofRoom(['GET'], '(r0|v3|unstable/org\\.matrix\\.msc2432)', 'aliases$', 'aliases'),
]

const summaries = '(v1/room_summary|unstable/im\\.nheko\\.summary/summary)'

export const summaryById: readonly Route[] = [
  client(['GET'], summaries, '![^/]+$', `v1/room_summary/${room}`),
  client(
    ['GET'],
    'unstable/im\\.nheko\\.summary',
    'rooms/![^/]+/summary$',
    `unstable/im.nheko.summary/rooms/${room}/summary`,
  ),
]

/** By id or by alias. */
export const summary: readonly Route[] = [
  client(['GET'], summaries, '.+$', `v1/room_summary/${alias}`),
  client(
    ['GET'],
    'unstable/im\\.nheko\\.summary',
    'rooms/.+/summary$',
    `unstable/im.nheko.summary/rooms/${alias}/summary`,
  ),
]

export const roomSends: readonly Route[] = [
  ofRoom(['GET', 'PUT'], all, 'state/', 'state/m.room.name'),
  ofRoom(['POST', 'PUT'], all, '(redact|send)/', 'send/m.room.message'),
  ofRoom(['POST', 'PUT'], all, '(join|invite|leave|ban|unban|kick)(/[^/]+)?$', 'leave'),
]

export const joinById: readonly Route[] = [
  client(['POST', 'PUT'], all, 'join/![^/]+(/[^/]+)?$', `v3/join/${room}`),
  client(['POST'], recent, 'knock/![^/]+$', `v3/knock/${room}`),
]

/** By id or by alias. */
export const join: readonly Route[] = [
  client(['POST', 'PUT'], all, 'join/.+$', `v3/join/${alias}`),
  client(['POST'], recent, 'knock/.+$', `v3/knock/${alias}`),
]

/** Spread by who asks: there is no room yet. */
export const createRoom: readonly Route[] = [
  client(['POST', 'PUT'], all, 'createRoom(/[^/]+)?$', 'v3/createRoom', { balance: 'user' }),
]

/** A change goes into every room of the user, as events. */
export const profile: readonly Route[] = [
  client(['GET', 'PUT', 'DELETE'], all, 'profile/.+$', `v3/profile/${user}`),
  client(
    ['GET', 'PUT', 'DELETE'],
    'unstable/uk\\.tcpip\\.msc4133',
    'profile/.+$',
    `unstable/uk.tcpip.msc4133/profile/${user}/displayname`,
  ),
]
