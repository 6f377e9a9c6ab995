/**
 * Everything about one room that a worker may serve, from clients and from other servers. Spread by room, so that each room is in the
 * caches of one worker. What is a stream writer's (typing, receipts, read markers, tags, account data) and what names a room by an
 * alias stays main's.
 */
import { federationOfRoom } from '../api/federation.ts'
import { joinById, messages, roomReads, roomSends, summaryById } from '../api/rooms.ts'
import type { Role } from '../role.ts'

export const roomworker: Role = {
  name: 'roomworker',
  aliases: ['room-worker'],
  summary: 'Serves all client and federation requests with a room id that a worker may serve.',
  resources: ['client', 'federation'],
  rank: 'room',
  balance: 'room',
  start: 'last',
  routes: [...roomReads, ...messages, ...roomSends, ...joinById, ...summaryById, ...federationOfRoom],
}
