/** Costly, where it is enabled at all. Who is online is in the memory of the writer alone. */
import { writerRole } from '../writer-role.ts'

export const presence = writerRole(['presence'], {
  name: 'presence',
  aliases: ['presence-writer'],
  summary: 'Tracks which users are online.',
})
