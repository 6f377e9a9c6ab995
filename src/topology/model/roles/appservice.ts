/** One process: each application service has one queue. */
import type { Role } from '../role.ts'

export const appservice: Role = {
  name: 'appservice',
  aliases: ['appservices', 'application-services', 'bridges'],
  summary: 'Sends events to application services (bridges, bots).',
  resources: ['health'],
  rank: 'client',
  balance: 'least-connections',
  start: 'first',
  atMost: 1,
  routes: [],
  sharedIn: 'appservices',
}
