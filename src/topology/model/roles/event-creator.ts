/** What sends events. Spread by room: two events of a room that are made in different processes get in each other's way. */
import { createRoom, join, profile, roomSends } from '../api/rooms.ts'
import type { Role } from '../role.ts'

export const eventCreator: Role = {
  name: 'event-creator',
  aliases: ['event-creators', 'message-sender'],
  summary: 'Serves what sends events: messages, state, joins and invites, new rooms, profiles.',
  resources: ['client'],
  rank: 'events',
  balance: 'room',
  start: 'last',
  routes: [...roomSends, ...join, ...profile, ...createRoom],
}
