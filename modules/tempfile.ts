/** Temporary files and directories. */
import { absolutePath, args, defineModule, fileResult, path, sha256, want, z } from 'swk'

export default defineModule({
  name: 'tempfile',
  summary: 'Creates an empty temporary file or directory with a new name, at every run.',
  args: args({
    state: z.enum(['file', 'directory']).default('file').describe('Type of the entry to create.'),
    path: absolutePath.default('/tmp').describe('Where.'),
    prefix: z
      .string()
      .regex(/^[^/]*$/)
      .default('ansible.')
      .describe('How its name starts.'),
    suffix: z
      .string()
      .regex(/^[^/]*$/)
      .default('')
      .describe('How its name ends.'),
  }),
  examples: ['tempfile: { state: directory, suffix: build }'],
  prepare: (args, { unique }) => ({
    ...args,
    name: `${args.path}/${args.prefix}${sha256(unique).slice(0, 8)}${args.suffix}`,
  }),
  reads: args => [path(nameOf(args)), path(args.path)],
  plan(args) {
    return args.state === 'directory'
      ? [want(path(nameOf(args)), { type: 'directory', mode: '0700' })]
      : [want(path(nameOf(args)), { type: 'file', sha256: sha256(''), mode: '0600' }, { content: '' })]
  },
  result: (args, observed) => ({
    ...fileResult(nameOf(args), observed),
    path: nameOf(args),
    state: args.state,
    mode: args.state === 'directory' ? '0700' : '0600',
  }),
})

const nameOf = (args: { readonly path: string; readonly name?: string }): string => args.name ?? args.path
