/** Waits until the host can be reached: it is, since the task runs on it. */
import { args, defineModule, integer } from 'swk'

export default defineModule({
  name: 'wait_for_connection',
  summary: 'Waits until the host can be reached. swk keeps its connection, so there is nothing to wait for.',
  args: args({
    timeout: integer.default(600).describe('Accepted.'),
    delay: integer.default(0).describe('Accepted.'),
    sleep: integer.default(1).describe('Accepted.'),
    connect_timeout: integer.default(5).describe('Accepted.'),
  }),
  examples: ['wait_for_connection: { timeout: 60 }'],
  reads: () => [],
  plan: () => [],
  result: () => ({ elapsed: 0 }),
})
