/** A file rendered from a template of the project. */
import {
  args,
  copiedMode,
  defineModule,
  destination,
  type FileOptions,
  fileRefs,
  fileResult,
  fileWant,
  flag,
  type HostView,
  located,
  nameOf,
  notYet,
  ownedState,
  ownership,
  path,
  see,
  validate,
  want,
  writtenDiff,
  z,
} from 'swk'

const delimiter = z.string().min(1).optional().describe("Instead of Jinja's own.")

type Options = Readonly<
  Partial<Record<`${'block' | 'variable' | 'comment'}_${'start' | 'end'}_string`, string>> & {
    newline_sequence?: string
    lstrip_blocks: boolean
    trim_blocks: boolean
  }
>

/** Only what differs from Ansible's defaults. */
function fileOptions(args: Options): FileOptions {
  return {
    ...(!args.trim_blocks && { trimBlocks: false }),
    ...(args.lstrip_blocks && { lstripBlocks: true }),
    ...(args.newline_sequence !== undefined && {
      newline: args.newline_sequence.replaceAll('\\r', '\r').replaceAll('\\n', '\n') as '\n',
    }),
    ...(args.block_start_string !== undefined && { blockStart: args.block_start_string }),
    ...(args.block_end_string !== undefined && { blockEnd: args.block_end_string }),
    ...(args.variable_start_string !== undefined && { variableStart: args.variable_start_string }),
    ...(args.variable_end_string !== undefined && { variableEnd: args.variable_end_string }),
    ...(args.comment_start_string !== undefined && { commentStart: args.comment_start_string }),
    ...(args.comment_end_string !== undefined && { commentEnd: args.comment_end_string }),
  }
}

export default defineModule({
  name: 'template',
  summary: 'Writes a file that is rendered from a Jinja template (`templates/` next to the playbook).',
  args: args(
    {
      src: z
        .string()
        .min(1)
        .describe('A template in `templates/` next to the playbook, or a path relative to the playbook.'),
      dest: destination.describe(
        'Absolute path. With a trailing `/`: into that directory, by the name of `src`, as Ansible does also with its `.j2`.',
      ),
      ...ownership,
      mode: copiedMode.optional().describe(`${ownership.mode.description} \`preserve\`: the mode of \`src\`.`),
      validate: validate.optional(),
      force: flag.default(true).describe('no: do not replace an existing file.'),
      backup: flag.optional().describe('Accepted: the journal of the host keeps what was there (`swk rollback`).'),
      block_start_string: delimiter,
      block_end_string: delimiter,
      variable_start_string: delimiter,
      variable_end_string: delimiter,
      comment_start_string: delimiter,
      comment_end_string: delimiter,
      newline_sequence: z
        .enum(['\n', '\r', '\r\n', '\\n', '\\r', '\\r\\n'])
        .optional()
        .describe('Line ending of the file: `\\n` (the default), `\\r` or `\\r\\n`.'),
      output_encoding: notYet(),
      lstrip_blocks: flag.default(false).describe('yes: remove the white space before a `{% %}` that starts a line.'),
      trim_blocks: flag.default(true).describe('no: keep the newline after `{% %}`.'),
      follow: flag.optional().describe('Accepted; links that only root can change are followed.'),
      unsafe_writes: flag.optional().describe('Accepted; files are replaced atomically.'),
    },
    {
      check({ src, dest }, fail) {
        if (dest.endsWith('/') && src.endsWith('/')) fail({ message: '`src` must name a template.', path: ['src'] })
      },
    },
  ).transform(given => ({ ...given, content: '' })),
  examples: ['template: { src: export.conf.j2, dest: /etc/export.conf, owner: root, group: root, mode: "0644" }'],
  prepare: (args, sources) => ({
    ...args,
    ...(args.mode === 'preserve' ? { mode: sources.fileMode(args.src, 'templates') } : {}),
    content: sources.render(args.src, fileOptions(args), args.dest),
  }),
  reads: args => candidates(args).flatMap(file => fileRefs(file, args, args.content)),
  plan(args, observed) {
    const file = target(args, observed)
    const before = located(observed, file)
    if (args.force || before === null) return [fileWant(file, args.content, args, observed)]
    return [want(path(file), ownedState(args, observed, before))]
  },
  result(args, observed, changes) {
    const file = target(args, observed)
    const diff = writtenDiff([file], observed, changes)
    return { ...fileResult(file, observed, args.content, args.src), diff }
  },
})

type Args = { readonly src: string; readonly dest: string }

/** The paths that `dest` may mean: itself, or, if it is a directory, a file in it. */
function candidates({ src, dest }: Args): readonly string[] {
  const inside = `${dest.replace(/\/$/, '')}/${nameOf(src)}`
  return dest.endsWith('/') ? [inside] : [dest, inside]
}

function target(args: Args, observed: HostView): string {
  const [dest = '', inside = dest] = candidates(args)
  return see(observed, path(dest))?.type === 'directory' ? inside : dest
}
