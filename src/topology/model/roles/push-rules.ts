/** Quiet: of use where main is to do nothing. */
import { writerRole } from '../writer-role.ts'

export const pushRules = writerRole(['push_rules'], {
  name: 'push-rules',
  aliases: ['push-rules-writer'],
  summary: 'Writes the rules by which users are notified.',
})
