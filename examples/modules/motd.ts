/** A module of your own: the text that is shown after login. It has no shell and no host: it returns the wanted state. */
import { args, defineModule, fileRefs, fileWant, z } from 'swk'

const file = '/etc/motd'

export default defineModule({
  name: 'motd',
  summary: 'Sets the text that is shown after login.',
  args: args({ text: z.string().min(1).describe('The text to show.') }),
  examples: ['motd: { text: Maintained by the Matrix people }'],
  reads: ({ text }) => fileRefs(file, {}, `${text}\n`),
  plan: ({ text }, observed) => [fileWant(file, `${text}\n`, { mode: '0644' }, observed)],
})
