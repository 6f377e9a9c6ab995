/** A line of shell. */
import {
  absolutePath,
  args,
  checkMarkers,
  command,
  createdBy,
  defineModule,
  flag,
  markerArgs,
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
  args: args(
    {
      cmd: z.string().min(1).describe('What the shell runs.'),
      ...markerArgs,
      executable: absolutePath.default('/bin/sh').describe('The shell.'),
      stdin: z.string().optional().describe('Standard input; the place for secrets.'),
      strip_empty_ends: flag.default(true).describe('Register output without the newlines at its end.'),
      stdin_add_newline: flag.default(true).describe('End `stdin` with a newline.'),
    },
    { check: checkMarkers },
  ),
  examples: ['shell: { cmd: "getent passwd | wc -l > /srv/users", creates: /srv/users }'],
  reads: markerRefs,
  plan(args, observed) {
    if (whyNotRun(args, observed) !== undefined) return []
    const { cmd, chdir, executable, stdin, stdin_add_newline } = args
    const input = stdin === undefined ? {} : { secret: stdin_add_newline ? `${stdin}\n` : stdin }
    return [
      want(
        command({
          argv: [executable, '-c', cmd],
          ...(chdir === undefined ? {} : { chdir }),
          ...(args.strip_empty_ends ? {} : { keepEnds: true as const }),
        }),
        { ran: true },
        { ...input, ...createdBy(args) },
      ),
    ]
  },
  intent: ({ cmd }) => `runs ${cmd}`,
  result: (args, observed, changes) => ({
    cmd: args.cmd,
    ...(changes.length > 0 ? {} : resultOfNotRun(args, observed)),
  }),
})
