/** Archives of the project, of the host or of the web, unpacked. */
import {
  absolutePath,
  args,
  checkMarkers,
  defineModule,
  directoryRefs,
  directoryWants,
  download,
  fileRefs,
  fileResult,
  fileWant,
  flag,
  foldersAbove,
  type HostView,
  list,
  managed,
  marker,
  markerRefs,
  notYet,
  ownedState,
  ownerRefs,
  ownership,
  path,
  Refusal,
  see,
  sha256,
  text,
  type Want,
  want,
  whyNotRun,
} from 'swk'

export default defineModule({
  name: 'unarchive',
  summary: 'Unpacks an archive (tar, with any compression, or zip) of the host into a directory.',
  args: args(
    {
      src: text.describe('The archive: a file of the project, or with `remote_src` a path on the host or a URL.'),
      dest: absolutePath.describe('The directory; it must exist.'),
      remote_src: flag.optional().describe('`src` is on the host, or a URL.'),
      creates: marker.optional().describe('Do not unpack if this path exists.'),
      exclude: list.default([]).describe('Members to leave out.'),
      include: list.default([]).describe('All that is unpacked.'),
      extra_opts: list.default([]).describe('Further options of tar or unzip.'),
      keep_newer: notYet(),
      list_files: flag.optional().describe('Accepted; files are not listed.'),
      copy: flag.optional().describe('The old opposite of `remote_src`.'),
      validate_certs: flag.optional().describe('Accepted; certificates are always verified.'),
      ...ownership,
      decrypt: flag.optional().describe('Accepted.'),
    },
    {
      check({ src, remote_src, copy, creates }, fail) {
        if (creates !== undefined) checkMarkers({ creates }, fail)
        const isRemote = remote_src ?? copy === false
        const at = isRemote && !isUrl(src) ? absolutePath.safeParse(src).error?.issues[0] : undefined
        if (at !== undefined) fail({ message: at.message, path: ['src'], found: src })
        if (!isRemote && isUrl(src)) fail({ message: 'A URL needs `remote_src: true`.', path: ['src'], found: src })
      },
    },
  ),
  examples: [
    'unarchive: { src: site.tar.xz, dest: /srv/www, owner: www-data }',
    'unarchive: { src: /opt/element.tar.gz, dest: /var/www, remote_src: true, creates: /var/www/element }',
  ],
  prepare(args, sources) {
    if (args.remote_src ?? args.copy === false) return args
    const content = sources.file(args.src)
    return { ...args, content }
  },
  reads: args => [
    unpacked(args),
    path(args.dest),
    ...(isKept(args)
      ? [...directoryRefs(foldersAbove(keptAs(args))), ...fileRefs(keptAs(args), {}, (args as Args).content)]
      : []),
    ...markerRefs(args),
    ...ownerRefs(args),
  ],
  plan(args, observed) {
    if (whyNotRun(args, observed) !== undefined) return []
    if (see(observed, path(args.dest))?.type !== 'directory')
      throw new Refusal(`the directory ${args.dest} does not exist`)
    // Refuses an owner or a group that does not exist.
    ownedState({ owner: args.owner, group: args.group }, observed, null)
    const now = see(observed, unpacked(args))
    const wanted = want(unpacked(args), { unpacked: 'yes' })
    if (isKept(args)) return [...keptWants(args, observed), wanted]
    if (now === null) throw new Refusal(`Source '${args.src}' does not exist`)
    if (now.tool !== undefined) throw new Refusal(`${now.tool} is not installed`)
    return [wanted]
  },
  intent: ({ src, dest }) => `unpacks ${src} into ${dest}`,
  result: ({ src, dest }, observed) => ({ ...fileResult(dest, observed), src }),
})

const isUrl = (src: string): boolean => /^(https?|ftp):\/\//.test(src)

/** What is not a file of the host is kept there, so that the next play can compare what was unpacked. */
const isKept = (args: Pick<Args, 'src' | 'content'>): boolean => args.content !== undefined || isUrl(args.src)

const archives = '/var/cache/swk/archives'
const keptAs = ({ src, content }: Pick<Args, 'src' | 'content'>): string => `${archives}/${sha256(content ?? src)}`

function keptWants(args: Args, observed: HostView): readonly Want[] {
  const file = keptAs(args)
  const folders = directoryWants([...foldersAbove(file)], { mode: '0700' }, observed)
  const { content } = args
  if (content !== undefined)
    return [...folders, fileWant(file, content, { mode: '0600', folderIsWanted: true }, observed)]
  if (see(observed, path(file)) !== null) return folders
  return [...folders, want(download({ url: args.src, dest: file, timeout: 60, mode: '0600' }), { done: true })]
}

type Args = {
  readonly content?: Buffer
} & {
  readonly [key in 'src' | 'dest']: string
} & {
  readonly [key in 'owner' | 'group' | 'mode']?: string | undefined
} & { readonly [key in 'exclude' | 'include' | 'extra_opts']: readonly string[] }

function unpacked({
  src: given,
  content,
  dest,
  owner = '',
  group = '',
  mode = '',
  exclude,
  include,
  extra_opts,
}: Args) {
  const src = isKept({ src: given, ...(content && { content }) })
    ? keptAs({ src: given, ...(content && { content }) })
    : given
  const owned = `${owner}${group === '' ? '' : `:${group}`}`
  return managed({
    program: 'archive',
    title: `unpack ${given} into ${dest}`,
    args: [src, dest, exclude.join('\n'), include.join('\n')],
    options: [owned, mode, ...extra_opts],
    timeout: 1800,
  })
}
