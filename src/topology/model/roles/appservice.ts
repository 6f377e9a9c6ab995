/** One process: each application service has one queue. */
import type { Role } from '../role.ts'

export const appservice: Role = {
  name: 'appservice',
  aliases: ['appservices', 'application-services', 'bridges'],
  summary: 'Tells application services (bridges, bots) what happens.',
  resources: ['health'],
  rank: 'client',
  balance: 'least-connections',
  start: 'first',
  atMost: 1,
  routes: [],
  sharedIn: 'appservices',
}
