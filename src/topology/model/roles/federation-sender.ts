/** Sends events to other servers. Serves nobody; each destination belongs to one of the senders. */
import type { Role } from '../role.ts'

export const federationSender: Role = {
  name: 'federation-sender',
  aliases: ['federation-outbound'],
  summary: 'Sends what happens here to other homeservers.',
  resources: ['health'],
  rank: 'federation',
  balance: 'least-connections',
  start: 'first',
  routes: [],
  sharedIn: 'federation-senders',
}
