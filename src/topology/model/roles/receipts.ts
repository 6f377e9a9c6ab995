/** A busy stream: every client sends a receipt for nearly every message. */
import { writerRole } from '../writer-role.ts'

export const receipts = writerRole(['receipts'], {
  name: 'receipts',
  aliases: ['receipts-writer', 'receipts-account'],
  summary: 'Writes what was read: receipts and read markers.',
})
