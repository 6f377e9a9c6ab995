/** A program with arguments, without a shell. */
import {
  args,
  checkMarkers,
  command,
  createdBy,
  defineModule,
  editFailure,
  flag,
  markerArgs,
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
      cmd: line.optional().describe('The program and its arguments in one text, split as a shell would.'),
      expand_argument_vars: flag
        .default(true)
        .describe('Expand `$NAME` and a leading `~` in the arguments, as the host has them; no other part of a shell.'),
      argv: z
        .array(z.union([z.string(), z.number()]).transform(String))
        .min(1)
        .optional()
        .describe('The same as a list: nothing is split.'),
      ...markerArgs,
      stdin: z.string().optional().describe('Standard input; the place for secrets, which arguments are not.'),
      strip_empty_ends: flag.default(true).describe('Register output without the newlines at its end.'),
      executable: z.any().optional().describe('Not used, which a warning says, as in Ansible: `shell` has it.'),
      stdin_add_newline: flag.default(true).describe('End `stdin` with a newline.'),
    },
    {
      check({ cmd, argv, ...markers }, fail) {
        checkMarkers(markers, fail)
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
  plan(args, observed) {
    if (whyNotRun(args, observed) !== undefined) return []
    const { cmd = '', argv = [...words(cmd)], chdir, stdin, stdin_add_newline } = args
    const expand = args.expand_argument_vars && argv.some(word => /^~|\$[\w{]/.test(word))
    const spec = {
      argv,
      ...(chdir === undefined ? {} : { chdir }),
      ...(expand ? { expand: true as const } : {}),
      ...(args.strip_empty_ends ? {} : { keepEnds: true as const }),
    }
    const input = stdin === undefined ? {} : { secret: stdin_add_newline ? `${stdin}\n` : stdin }
    return [want(command(spec), { ran: true }, { ...input, ...createdBy(args) })]
  },
  intent: ({ cmd, argv }) => `runs ${cmd ?? argv?.join(' ')}`,
  warnings: ({ executable }) =>
    executable === undefined
      ? []
      : [`\`executable\` is no longer supported by \`command\`: ${executable} is not used; \`shell\` has it`],
  result: (args, observed, changes) => ({
    cmd: args.argv ?? words(args.cmd ?? ''),
    ...(changes.length > 0 ? {} : resultOfNotRun(args, observed)),
  }),
})
