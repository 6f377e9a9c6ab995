/** Who types is in the memory of the writer alone. */
import { writerRole } from '../writer-role.ts'

export const typing = writerRole(['typing'], {
  name: 'typing',
  aliases: ['typing-writer', 'typing-persister'],
  summary: 'Tracks which users are typing in which room.',
})
