/** An end with a reason, usually behind a `when`. */
import { args, defineModule, Refusal, text } from 'swk'

export default defineModule({
  name: 'fail',
  summary: 'Fails with a message.',
  args: args({ msg: text.default('Failed as requested from task').describe('Why.') }),
  examples: ['fail: { msg: This homeserver still uses SQLite. }'],
  reads: () => [],
  plan({ msg }) {
    throw new Refusal(msg, { code: 'assertion-failed' })
  },
})
