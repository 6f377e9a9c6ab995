/** What happens on other servers. By source: the transactions of one server keep their order. */
import { federationInbound as routes } from '../api/federation.ts'
import type { Role } from '../role.ts'

export const federationInbound: Role = {
  name: 'federation-inbound',
  aliases: ['federation-receiver'],
  summary: 'Takes the transactions of other homeservers: what happens there.',
  resources: ['federation'],
  rank: 'federation',
  balance: 'source',
  start: 'last',
  routes,
}
