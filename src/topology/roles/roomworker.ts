/**
 * Everything about one room that a worker may serve, from clients and from other servers. Spread by room, so that each room is in the
 * caches of one worker. What is a stream writer's (typing, receipts, read markers, tags, account data) and what names a room by an
 * alias stays main's.
 */
import type { Method, Role, Route } from '../role.ts'

const room = '[^/]+'

export const roomworker: Role = {
  name: 'roomworker',
  summary: 'Serves all client and federation requests with a room id that a worker may serve.',
  resources: ['client', 'federation'],
  rank: 'room',
  balance: 'room',
  start: 'last',
  routes: [
    client('(api/v1|r0|v3|unstable)', `rooms/${room}/(joined_members|members)$`, 'v3', 'members', ['GET']),
    client('(api/v1|r0|v3|unstable)', `rooms/${room}/state(/.*)?$`, 'v3', 'state'),
    client('(api/v1|r0|v3|unstable)', `rooms/${room}/context/`, 'v3', 'context/$swk', ['GET']),
    client('(api/v1|r0|v3|unstable)', `rooms/${room}/event/`, 'v3', 'event/$swk', ['GET']),
    client('(api/v1|r0|v3|unstable)', `rooms/${room}/messages$`, 'v3', 'messages', ['GET']),
    client('v1', `rooms/${room}/(hierarchy|threads|timestamp_to_event)$`, 'v1', 'hierarchy', ['GET']),
    client('(v1|unstable)', `rooms/${room}/relations/`, 'v1', 'relations/$swk', ['GET']),
    client('(api/v1|r0|v3|unstable/[^/]+)', `rooms/${room}/aliases$`, 'v3', 'aliases', ['GET']),
    client('(api/v1|r0|v3|unstable)', `rooms/${room}/(redact|send)(/|$)`, 'v3', 'send/m.room.message/swk'),
    client('(api/v1|r0|v3|unstable)', `rooms/${room}/(join|invite|leave|ban|unban|kick)$`, 'v3', 'leave', ['POST']),
    {
      methods: ['POST'],
      path: '^/_matrix/client/(api/v1|r0|v3|unstable)/(join|knock)/![^/]+$',
      example: '/_matrix/client/v3/join/!swk:example.org',
    },
    {
      methods: ['GET'],
      path: '^/_matrix/client/(v1/room_summary|unstable/im\\.nheko\\.summary/summary)/![^/]+$',
      example: '/_matrix/client/v1/room_summary/!swk:example.org',
    },
    federation('v1', '(state|state_ids|backfill|timestamp_to_event|hierarchy)/![^/]+$', 'v1/state', ['GET']),
    federation('v1', '(make_join|make_leave|make_knock|event_auth)/![^/]+/[^/]+$', 'v1/event_auth', ['GET'], '/$swk'),
    federation('v1', 'get_missing_events/![^/]+$', 'v1/get_missing_events', ['POST']),
    federation('v1', '(send_knock|exchange_third_party_invite)/![^/]+', 'v1/send_knock', ['PUT'], '/$swk'),
    federation('(v1|v2)', '(send_join|send_leave|invite)/![^/]+/[^/]+$', 'v2/invite', ['PUT'], '/$swk'),
  ],
}

function client(versions: string, path: string, version: string, rest: string, methods?: readonly Method[]): Route {
  return {
    ...(methods ? { methods } : {}),
    path: `^/_matrix/client/${versions}/${path}`,
    example: `/_matrix/client/${version}/rooms/!swk:example.org/${rest}`,
  }
}

function federation(versions: string, path: string, start: string, methods: readonly Method[], rest = ''): Route {
  return {
    methods,
    path: `^/_matrix/federation/${versions}/${path}`,
    example: `/_matrix/federation/${start}/!swk:example.org${rest}`,
  }
}
