/** A command line as it is, for the shell. */
import { absolutePath, args, command, defineModule, want, z } from 'swk'

export default defineModule({
  name: 'raw',
  summary: 'Runs a command line in a shell. It reports a change at every run.',
  args: args({
    cmd: z.string().min(1).describe('The command line.'),
    executable: absolutePath.default('/bin/sh').describe('The shell.'),
  }),
  freeForm: 'cmd',
  examples: ['raw: { cmd: apt-get install -y python3 }'],
  reads: () => [],
  plan: ({ cmd, executable }) => [want(command({ argv: [executable, '-c', cmd] }), { ran: true })],
  intent: ({ cmd }) => `runs ${cmd}`,
})
