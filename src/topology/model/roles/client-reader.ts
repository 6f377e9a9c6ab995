/** The rest of what clients ask, which any worker can answer. */
import { account, adminReads, clientReads, delayedEvents, encryption, userDirectory } from '../api/client.ts'
import { createRoom, messages, roomReads, summary } from '../api/rooms.ts'
import type { Role } from '../role.ts'

export const clientReader: Role = {
  name: 'client-reader',
  aliases: ['client-api', 'main-client'],
  summary: 'Serves what clients look up: rooms, keys, devices, account, directory, search.',
  resources: ['client'],
  rank: 'client',
  balance: 'least-connections',
  start: 'last',
  since: '1.145',
  routes: [
    ...roomReads,
    ...messages,
    ...summary,
    ...createRoom,
    ...clientReads,
    ...account,
    ...encryption,
    ...delayedEvents,
    ...userDirectory,
    ...adminReads,
  ],
}
