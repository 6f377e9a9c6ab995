/** Whether a host answers. */
import { args, defineModule, text } from 'swk'

export default defineModule({
  name: 'ping',
  summary: 'Answers `pong`: the host can be reached, and tasks run on it.',
  args: args({ data: text.default('pong').describe('What it answers.') }),
  examples: ['ping: {}'],
  reads: () => [],
  plan: () => [],
  result: ({ data }) => ({ ping: data }),
})
