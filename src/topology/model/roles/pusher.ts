/** Each user belongs to one of the pushers. */
import type { Role } from '../role.ts'

export const pusher: Role = {
  name: 'pusher',
  aliases: ['pushers', 'push'],
  summary: 'Sends push notifications to phones, and notifications by mail.',
  resources: ['health'],
  rank: 'client',
  balance: 'least-connections',
  start: 'first',
  routes: [],
  sharedIn: 'pushers',
}
