/** Events of a room have one writer, by its id and the order of the list. */
import { writerRole } from '../writer-role.ts'

export const events = writerRole(['events'], {
  name: 'events',
  aliases: ['event-persister', 'event-persisters', 'events-writer'],
  summary: 'Writes events into the database.',
})
