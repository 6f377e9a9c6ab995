/** The first in the list also takes what other servers say of keys. */
import { writerRole } from '../writer-role.ts'

export const deviceLists = writerRole(['device_lists'], {
  name: 'device-lists',
  aliases: ['device-lists-writer'],
  summary: 'Writes which devices users have, and their keys.',
})
