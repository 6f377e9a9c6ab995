/** A program with arguments, without a shell. */
import {
  absolutePath,
  args,
  command,
  defineModule,
  editFailure,
  flag,
  marker,
  markerRefs,
  resultOfNotRun,
  want,
  whyNotRun,
  words,
  z,
} from 'swk'

const line = z.string().superRefine((text, context) => {
  try {
    if (words(text).length === 0) editFailure(context, { message: 'The command is empty.' })
  } catch (error) {
    editFailure(context, { message: `This cannot be split into words: ${(error as Error).message}.`, found: text })
  }
})

export default defineModule({
  name: 'command',
  summary:
    'Runs a program. swk cannot read its effect back: it reports a change each time, unless `creates` or `removes` skips it.',
  freeForm: 'cmd',
  args: args(
    {
      cmd: line
        .optional()
        .describe('The program and its arguments as one text, split as a shell splits it. Nothing is expanded.'),
      argv: z
        .array(z.union([z.string(), z.number()]).transform(String))
        .min(1)
        .optional()
        .describe('The program and its arguments as a list. Nothing is split.'),
      chdir: absolutePath.optional().describe('The working directory.'),
      creates: marker.optional().describe('Skip the command if this path exists.'),
      removes: marker.optional().describe('Skip the command if this path does not exist.'),
      stdin: z.string().optional().describe('Standard input. Pass secrets here: other users can read arguments.'),
      stdin_add_newline: flag.default(true).describe('End `stdin` with a newline.'),
    },
    {
      check({ cmd, argv }, fail) {
        if ((cmd === undefined) === (argv === undefined))
          fail({ code: 'missing-key', message: '`command` needs either `cmd` or `argv`.' })
      },
    },
  ),
  examples: [
    'command: { cmd: "apt-mark hold redis-server", creates: /var/lib/held }',
    'command: { argv: [touch, /srv/a file], creates: /srv/a file }',
  ],
  reads: markerRefs,
  plan({ cmd = '', argv = [...words(cmd)], chdir, stdin, stdin_add_newline, ...markers }, observed) {
    if (whyNotRun(markers, observed) !== undefined) return []
    const input = stdin === undefined ? {} : { secret: stdin_add_newline ? `${stdin}\n` : stdin }
    return [want(command({ argv, ...(chdir === undefined ? {} : { chdir }) }), { ran: true }, input)]
  },
  intent: ({ cmd, argv }) => `runs ${cmd ?? argv?.join(' ')}`,
  result: resultOfNotRun,
})
