/** Only where the experimental feature is enabled. */
import { writerRole } from '../writer-role.ts'

export const threadSubscriptions = writerRole(['thread_subscriptions'], {
  name: 'thread-subscriptions',
  aliases: ['thread-subscriptions-writer'],
  summary: 'Writes which threads users follow (MSC4306).',
})
