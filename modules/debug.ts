/** Shows a text or a value. */
import { args, defineModule, integer, z } from 'swk'

export default defineModule({
  name: 'debug',
  summary: 'Shows a text, or the value of an expression.',
  args: args(
    {
      msg: z.unknown().optional().describe('The text.'),
      var: z.string().min(1).optional().describe('A Jinja expression, without braces.'),
      verbosity: integer.default(0).describe('It is shown from so many `-v` on.'),
    },
    {
      check(given, fail) {
        if (given.msg !== undefined && given.var !== undefined)
          fail({ message: '`msg` and `var` exclude each other.', path: ['var'] })
      },
    },
  ),
  examples: ['debug: { msg: "Workers: {{ workers }}" }', 'debug: { var: workers }'],
  prepare(args, sources) {
    // How many `-v` are missing.
    const verbosity = Math.max(0, args.verbosity - sources.verbosity)
    return args.var === undefined || verbosity > 0
      ? { ...args, verbosity }
      : { ...args, verbosity, msg: sources.value(args.var) }
  },
  reads: () => [],
  plan: () => [],
  notes: args => (args.verbosity > 0 ? [] : [`${args.var === undefined ? '' : `${args.var}: `}${shown(args.msg)}`]),
  result(args) {
    if (args.verbosity > 0) return { skipped: true, skipped_reason: 'Verbosity threshold not met.' }
    return args.var === undefined ? { msg: args.msg ?? 'Hello world!' } : { [args.var]: args.msg }
  },
})

function shown(value: unknown): string {
  if (value === undefined) return 'Hello world!'
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}
