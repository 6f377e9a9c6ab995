/** A file with the content of one of the project's, or with a given text. */
import {
  args,
  defineModule,
  destination,
  directoryRefs,
  directoryWants,
  fileRefs,
  fileResult,
  fileWant,
  flag,
  foldersAbove,
  type HostView,
  located,
  nameOf,
  notYet,
  ownedState,
  ownership,
  path,
  pythonJson,
  Refusal,
  see,
  validate,
  want,
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
        .describe('A file in `files/` next to the playbook, or next to the playbook itself.'),
      content: content.optional().describe('The content itself, in place of `src`. Data is written as JSON.'),
      dest: destination.describe(
        'Absolute path. With a trailing `/`, or where a directory is: into it, by the name of `src`.',
      ),
      ...ownership,
      validate: validate.optional(),
      force: flag.default(true).describe('no: do not replace an existing file.'),
      backup: notYet('swk does not keep backups of the files that it replaces.'),
      remote_src: notYet(),
      directory_mode: notYet(),
      local_follow: notYet(),
      follow: notYet(),
      checksum: notYet(),
      unsafe_writes: notYet(),
    },
    {
      check({ src, content, dest }, fail) {
        if ((src === undefined) === (content === undefined)) {
          fail({ code: 'missing-key', message: '`copy` needs either `src` or `content`.' })
        }
        if (src?.endsWith('/'))
          fail({ code: 'not-supported', message: 'Copying a directory is not supported yet.', path: ['src'] })
        if (src === undefined && dest.endsWith('/')) {
          fail({ message: '`dest` must name a file if `content` is set.', path: ['dest'] })
        }
      },
    },
  ),
  examples: [
    'copy: { src: motd, dest: /etc/motd, owner: root, group: root, mode: "0644" }',
    'copy: { content: "Acquire::Retries \\"3\\";\\n", dest: /etc/apt/apt.conf.d/80-retries, validate: "apt-config -c %s dump" }',
  ],
  prepare: (args, sources) => (args.src === undefined ? args : { ...args, content: sources.file(args.src) }),
  reads: args => [
    ...candidates(args).flatMap(file => fileRefs(file, args, args.content)),
    ...(args.dest.endsWith('/') ? directoryRefs(foldersAbove(`${args.dest}x`)) : []),
  ],
  plan(args, observed) {
    const file = target(args, observed)
    const before = located(observed, file)
    const folders = args.dest.endsWith('/') ? directoryWants(foldersAbove(file), {}, observed) : []
    if (args.force || before === null)
      return [...folders, fileWant(file, args.content ?? '', { ...args, folderIsWanted: folders.length > 0 }, observed)]
    return [want(path(file), ownedState(args, observed, before))]
  },
  result: (args, observed) => fileResult(target(args, observed), observed, args.content, args.src),
})

type Args = { readonly src?: string | undefined; readonly dest: string }

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
