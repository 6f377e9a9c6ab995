/** What other servers ask. By URI: several servers often ask the same costly question, which is then answered from a cache. */
import { federationOfRoom, federationReads } from '../api/federation.ts'
import type { Role } from '../role.ts'

export const federationReader: Role = {
  name: 'federation-reader',
  aliases: ['federation'],
  summary: 'Serves what other homeservers ask: state, events, joins, keys, profiles.',
  resources: ['federation'],
  rank: 'federation',
  balance: 'uri',
  start: 'last',
  since: '1.130',
  routes: [...federationOfRoom, ...federationReads],
}
