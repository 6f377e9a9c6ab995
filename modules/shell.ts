/** A line of shell. */
import {
  absolutePath,
  args,
  command,
  defineModule,
  flag,
  marker,
  markerRefs,
  resultOfNotRun,
  want,
  whyNotRun,
  z,
} from 'swk'

export default defineModule({
  name: 'shell',
  summary: 'Runs a command with a shell. It reports a change each time, unless `creates` or `removes` skips it.',
  freeForm: 'cmd',
  args: args({
    cmd: z.string().min(1).describe('The command.'),
    chdir: absolutePath.optional().describe('The working directory.'),
    creates: marker.optional().describe('Skip the command if this path exists.'),
    removes: marker.optional().describe('Skip the command if this path does not exist.'),
    executable: absolutePath.default('/bin/sh').describe('The shell.'),
    stdin: z.string().optional().describe('Standard input. Pass secrets here.'),
    stdin_add_newline: flag.default(true).describe('End `stdin` with a newline.'),
  }),
  examples: ['shell: { cmd: "getent passwd | wc -l > /srv/users", creates: /srv/users }'],
  reads: markerRefs,
  plan({ cmd, chdir, executable, stdin, stdin_add_newline, ...markers }, observed) {
    if (whyNotRun(markers, observed) !== undefined) return []
    const input = stdin === undefined ? {} : { secret: stdin_add_newline ? `${stdin}\n` : stdin }
    return [
      want(command({ argv: [executable, '-c', cmd], ...(chdir === undefined ? {} : { chdir }) }), { ran: true }, input),
    ]
  },
  intent: ({ cmd }) => `runs ${cmd}`,
  result: resultOfNotRun,
})
