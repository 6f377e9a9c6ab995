/** What clients keep for themselves. */
import { writerRole } from '../writer-role.ts'

export const accountData = writerRole(['account_data'], {
  name: 'account-data',
  aliases: ['account-data-writer'],
  summary: 'Writes account data and tags of rooms.',
})
