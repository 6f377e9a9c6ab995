/** A file with the content of one of the project's, or with a given text. */
import {
  args,
  copiedMode,
  defineModule,
  destination,
  directoryOf,
  directoryRefs,
  directoryWants,
  fileRefs,
  fileResult,
  fileWant,
  flag,
  foldersAbove,
  type HostView,
  located,
  managed,
  mode,
  nameOf,
  type Ownership,
  ownedState,
  ownerRefs,
  ownership,
  type ProjectFile,
  path,
  pythonJson,
  Refusal,
  see,
  treeRefs,
  treeWants,
  validate,
  type Want,
  want,
  writtenDiff,
  z,
} from 'swk'

/** Lists and mappings become JSON, written as Python's json.dumps writes it; a flag is Python's word for it. */
const content = z.unknown().transform((given): string | Buffer => {
  if (typeof given === 'boolean') return given ? 'True' : 'False'
  return typeof given === 'string' ? given : pythonJson(given)
})

export default defineModule({
  name: 'copy',
  summary: "Writes a file: one of the project's (`files/` next to the playbook), or a given text.",
  args: args(
    {
      src: z
        .string()
        .min(1)
        .optional()
        .describe(
          'A file or directory in `files/` next to the playbook, or next to the playbook itself. Of a directory with a trailing `/` only the content is copied.',
        ),
      content: content.optional().describe('The content itself, in place of `src`. Data is written as JSON.'),
      dest: destination.describe(
        'Absolute path. With a trailing `/`, or where a directory is: into it, by the name of `src`.',
      ),
      ...ownership,
      mode: copiedMode.optional().describe(`${ownership.mode.description} \`preserve\`: the mode of \`src\`.`),
      validate: validate.optional(),
      force: flag.default(true).describe('no: do not replace an existing file.'),
      backup: flag.optional().describe('Accepted: the journal of the host keeps what was there (`swk rollback`).'),
      remote_src: flag.default(false).describe('`src` is a path on the host.'),
      directory_mode: mode.optional().describe('The mode of directories that are created.'),
      local_follow: flag.optional().describe('Accepted; links of the project are followed.'),
      follow: flag.optional().describe('Accepted; links that only root can change are followed.'),
      checksum: z.string().optional().describe('Accepted; what is written is always compared.'),
      decrypt: flag.optional().describe('Accepted.'),
      unsafe_writes: flag.optional().describe('Accepted; files are replaced atomically.'),
    },
    {
      check({ src, content, dest, remote_src }, fail) {
        if ((src === undefined) === (content === undefined)) {
          fail({ code: 'missing-key', message: '`copy` needs either `src` or `content`.' })
        }
        if (remote_src && !src?.startsWith('/'))
          fail({ message: 'With `remote_src` the path must be absolute.', path: ['src'], found: src ?? '' })
        if (src === undefined && dest.endsWith('/')) {
          fail({ message: '`dest` must name a file if `content` is set.', path: ['dest'] })
        }
      },
    },
  ),
  examples: [
    'copy: { src: motd, dest: /etc/motd, owner: root, group: root, mode: "0644" }',
    'copy: { src: site/, dest: /srv/www, mode: "0644", directory_mode: "0755" }',
    'copy: { content: "Acquire::Retries \\"3\\";\\n", dest: /etc/apt/apt.conf.d/80-retries, validate: "apt-config -c %s dump" }',
  ],
  prepare(args, sources) {
    if (args.src === undefined || args.remote_src) return args
    const tree = sources.tree(args.src)
    if (tree) return { ...args, tree }
    const own = args.mode === 'preserve' ? { mode: sources.fileMode(args.src, 'files') } : {}
    return { ...args, ...own, content: sources.file(args.src) }
  },
  reads(args) {
    const { tree } = args as Args
    if (args.remote_src) return [copied(args), ...around(candidates(args)).map(file => path(file)), ...ownerRefs(args)]
    if (tree) return treeRefs(topOf(args), tree, args)
    return [
      ...candidates(args).flatMap(file => fileRefs(file, args, args.content)),
      ...(args.dest.endsWith('/') ? directoryRefs(foldersAbove(`${args.dest}x`)) : []),
    ]
  },
  plan(args, observed) {
    const { tree } = args as Args
    if (args.remote_src) return remoteWants(args, observed)
    if (tree) return treeWants(topOf(args), tree, args, observed)
    const file = target(args, observed)
    const before = located(observed, file)
    const folders = args.dest.endsWith('/') ? directoryWants(foldersAbove(file), {}, observed) : []
    const folderIsWanted = folders.length > 0
    if (args.force || before === null)
      return [...folders, fileWant(file, args.content ?? '', { ...args, folderIsWanted }, observed)]
    return [want(path(file), ownedState(args, observed, before))]
  },
  result(args, observed, changes) {
    const { tree } = args as Args
    if (tree) {
      const files = tree.filter(({ content }) => content !== undefined)
      const ids = files.map(({ path: name }) => `${topOf(args)}/${name}`)
      return { dest: args.dest, src: args.src, diff: writtenDiff(ids, observed, changes) }
    }
    if (args.remote_src)
      return fileResult(see(observed, copied(args))?.target ?? args.dest, observed, undefined, args.src)
    const file = target(args, observed)
    const diff = writtenDiff([file], observed, changes)
    return { ...fileResult(file, observed, args.content, args.src), diff }
  },
})

/** A directory goes into `dest` by its name, its content with a trailing slash. */
function topOf({ src = '', dest }: Args): string {
  const top = dest.replace(/\/$/, '')
  return src.endsWith('/') ? top : `${top}/${nameOf(src)}`
}

const copied = ({ src = '', dest, owner = '', group = '', mode = '' }: Args & Ownership) =>
  managed({
    program: 'copy',
    title: `copy ${src} to ${dest}`,
    args: [src, dest],
    options: [`${owner}${group === '' ? '' : `:${group}`}`, mode === 'preserve' ? '' : mode],
  })

function remoteWants(args: Args & Ownership & { readonly force: boolean }, observed: HostView): readonly Want[] {
  const now = see(observed, copied(args))
  if (now?.src === undefined) throw new Refusal(`Source ${args.src} not found`)
  const file = now.target ?? args.dest
  const before = located(observed, file)
  located(observed, directoryOf(file))
  if (now.inside !== undefined)
    throw new Refusal(`${file} lies in ${args.src}: a directory cannot be copied into itself`)
  if (now.above !== undefined) throw new Refusal(`${now.above} is not a directory; \`dest\` must lie in one`)
  const same = now.same === 'yes' || (!args.force && now.exists === 'yes')
  const { mode, ...owner } = args
  const owned = ownedState(mode === 'preserve' ? owner : args, observed, before, now.src === 'directory')
  if (!same) return [want(copied(args), { same: 'yes' })]
  return Object.keys(owned).length === 0 ? [] : [want(path(file), owned)]
}

type Args = {
  readonly src?: string | undefined
  readonly dest: string
  readonly tree?: readonly ProjectFile[]
}

/** With the directories that they lie in. */
const around = (files: readonly string[]) => [...new Set(files.flatMap(file => [file, directoryOf(file)]))]

/** The paths that `dest` may mean; which one is seen on the host. */
function candidates({ src, dest }: Args): readonly string[] {
  if (src === undefined) return [dest]
  const inside = `${dest === '/' ? '' : dest.replace(/\/$/, '')}/${nameOf(src)}`
  return dest.endsWith('/') ? [inside] : [dest, inside]
}

function target(args: Args, observed: HostView): string {
  const [dest = '', inside = dest] = candidates(args)
  if (see(observed, path(dest))?.type !== 'directory') return dest
  if (inside === dest) throw new Refusal(`${dest} is a directory`)
  return inside
}
