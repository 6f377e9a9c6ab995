/** A file put together from fragments. */
import {
  absolutePath,
  args,
  defineModule,
  fileRefs,
  fileResult,
  fileWant,
  flag,
  found,
  foundFiles,
  type HostView,
  ownership,
  Refusal,
  textDiff,
  validate,
  z,
} from 'swk'

export default defineModule({
  name: 'assemble',
  summary: 'Writes a file from the fragments in a directory, in the order of their names.',
  args: args({
    src: z.string().min(1).describe('The directory of the fragments.'),
    dest: absolutePath.describe('The file.'),
    delimiter: z.string().optional().describe('A line between two fragments.'),
    regexp: z.string().optional().describe('Only fragments whose names match this regular expression.'),
    ignore_hidden: flag.default(false).describe('Leave out names that start with a dot.'),
    remote_src: flag.default(true).describe('no: `src` is a directory of the project.'),
    ...ownership,
    validate: validate.optional(),
    backup: flag.optional().describe('Accepted: the journal of the host keeps what was there (`swk rollback`).'),
    decrypt: flag.optional().describe('Accepted.'),
    unsafe_writes: flag.optional().describe('Accepted; files are replaced atomically.'),
  }),
  examples: ['assemble: { src: /etc/haproxy/conf.d, dest: /etc/haproxy/haproxy.cfg, validate: "haproxy -c -f %s" }'],
  prepare: (args, sources) => (args.remote_src ? args : { ...args, fragments: sources.tree(args.src) }),
  reads: args => [...(args.remote_src ? [found(specOf(args))] : []), ...fileRefs(args.dest, args)],
  plan: (args, observed) => [fileWant(args.dest, contentOf(args, observed), args, observed)],
  intent: ({ src, dest }) => `${dest} from ${src}`,
  result(args, observed, changes) {
    const made = changes.find(({ want }) => want.content !== undefined)?.want.content
    const about = { ...fileResult(args.dest, observed, made ?? contentOf(args, observed), args.src), msg: 'OK' }
    return made === undefined ? about : { ...about, diff: textDiff(args.dest, observed, changes) }
  },
})

type Fragment = { readonly path: string; readonly content: Buffer }
type Args = {
  readonly src: string
  readonly delimiter?: string | undefined
  readonly regexp?: string | undefined
  readonly ignore_hidden: boolean
  readonly remote_src: boolean
  readonly fragments?: readonly Fragment[]
}

const specOf = ({ src }: Args) => ({
  ...{ paths: [src], patterns: [], excludes: [], type: 'file' as const },
  ...{ hidden: true, follow: true, content: true },
})

/** As Ansible: a fragment without a newline at its end gets one ahead of a delimiter, and a delimiter one after it. */
function contentOf(args: Args, observed: HostView): string {
  const { files, skipped } = args.remote_src
    ? foundFiles(observed, specOf(args))
    : { files: args.fragments ?? [], skipped: {} }
  if (args.src in skipped) throw new Refusal(`Source (${args.src}) does not exist`)
  const name = (file: Fragment): string => file.path.split('/').at(-1) ?? ''
  const chosen = files
    .filter(file => !(args.ignore_hidden && name(file).startsWith('.')))
    .filter(file => args.regexp === undefined || new RegExp(args.regexp).test(name(file)))
    .sort((a, b) => (name(a) < name(b) ? -1 : 1))
    .map(file => file.content.toString('utf8'))
  const delimiter = args.delimiter?.replaceAll('\\n', '\n')
  return chosen.reduce((text, part, i) => {
    const line = i === 0 || delimiter === undefined ? '' : delimiter.endsWith('\n') ? delimiter : `${delimiter}\n`
    const end = text !== '' && !text.endsWith('\n') ? '\n' : ''
    return `${text}${end}${line}${part}`
  }, '')
}
