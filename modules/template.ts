/** A file rendered from a template of the project. */
import {
  args,
  defineModule,
  destination,
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
  z,
} from 'swk'

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
        'Absolute path. With a trailing `/`: into that directory, by the name of `src` without `.j2`.',
      ),
      ...ownership,
      validate: validate.optional(),
      force: flag.default(true).describe('no: do not replace an existing file.'),
      backup: notYet('swk does not keep backups of the files that it replaces.'),
      block_start_string: notYet(),
      block_end_string: notYet(),
      variable_start_string: notYet(),
      variable_end_string: notYet(),
      comment_start_string: notYet(),
      comment_end_string: notYet(),
      newline_sequence: notYet(),
      output_encoding: notYet(),
      lstrip_blocks: notYet(),
      trim_blocks: z
        .literal(true, 'Only `trim_blocks: true`, the default, is supported yet.')
        .optional()
        .describe("Ansible's default."),
      follow: notYet(),
      unsafe_writes: notYet(),
    },
    {
      check({ src, dest }, fail) {
        if (dest.endsWith('/') && src.endsWith('/')) fail({ message: '`src` must name a template.', path: ['src'] })
      },
    },
  ).transform(given => ({ ...given, content: '' })),
  examples: ['template: { src: export.conf.j2, dest: /etc/export.conf, owner: root, group: root, mode: "0644" }'],
  prepare: (args, sources) => ({ ...args, content: sources.render(args.src) }),
  reads: args => candidates(args).flatMap(file => fileRefs(file, args, args.content)),
  plan(args, observed) {
    const file = target(args, observed)
    const before = located(observed, file)
    if (args.force || before === null) return [fileWant(file, args.content, args, observed)]
    return [want(path(file), ownedState(args, observed, before))]
  },
  result: (args, observed) => fileResult(target(args, observed), observed, args.content, args.src),
})

type Args = { readonly src: string; readonly dest: string }

/** The paths that `dest` may mean: itself, or, if it is a directory, a file in it. */
function candidates({ src, dest }: Args): readonly string[] {
  const inside = `${dest.replace(/\/$/, '')}/${nameOf(src).replace(/\.j2$/, '')}`
  return dest.endsWith('/') ? [inside] : [dest, inside]
}

function target(args: Args, observed: HostView): string {
  const [dest = '', inside = dest] = candidates(args)
  return see(observed, path(dest))?.type === 'directory' ? inside : dest
}
