/** Archives of the host, unpacked. */
import {
  absolutePath,
  args,
  checkMarkers,
  defineModule,
  flag,
  list,
  managed,
  marker,
  markerRefs,
  notYet,
  ownerRefs,
  ownership,
  path,
  Refusal,
  see,
  want,
  whyNotRun,
} from 'swk'

export default defineModule({
  name: 'unarchive',
  summary: 'Unpacks an archive (tar, with any compression, or zip) of the host into a directory.',
  args: args(
    {
      src: absolutePath.describe('The archive, on the host.'),
      dest: absolutePath.describe('The directory; it must exist.'),
      remote_src: flag.default(false).describe('Must be yes: copy an archive of the project in an earlier task.'),
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
      check({ remote_src, copy, creates }, fail) {
        if (creates !== undefined) checkMarkers({ creates }, fail)
        if (!remote_src && copy !== false)
          fail({
            code: 'not-supported',
            message: 'An archive of the project is not supported yet.',
            path: ['src'],
            hint: 'Copy it in an earlier task, and set `remote_src: true`.',
          })
      },
    },
  ),
  examples: ['unarchive: { src: /opt/element.tar.gz, dest: /var/www, remote_src: true, creates: /var/www/element }'],
  reads: args => [unpacked(args), path(args.dest), ...markerRefs(args), ...ownerRefs(args)],
  plan(args, observed) {
    if (whyNotRun(args, observed) !== undefined) return []
    if (see(observed, path(args.dest))?.type !== 'directory')
      throw new Refusal(`the directory ${args.dest} does not exist`)
    const now = see(observed, unpacked(args))
    if (now === null) throw new Refusal(`Source '${args.src}' does not exist`)
    if (now.tool !== undefined) throw new Refusal(`${now.tool} is not installed`)
    return [want(unpacked(args), { unpacked: 'yes' })]
  },
  intent: ({ src, dest }) => `unpacks ${src} into ${dest}`,
  result: ({ src, dest }) => ({ src, dest }),
})

type Args = {
  readonly [key in 'src' | 'dest']: string
} & {
  readonly [key in 'owner' | 'group' | 'mode']?: string | undefined
} & { readonly [key in 'exclude' | 'include' | 'extra_opts']: readonly string[] }

function unpacked({ src, dest, owner = '', group = '', mode = '', exclude, include, extra_opts }: Args) {
  const owned = `${owner}${group === '' ? '' : `:${group}`}`
  return managed({
    program: 'archive',
    title: `unpack ${src} into ${dest}`,
    args: [src, dest, exclude.join('\n'), include.join('\n')],
    options: [owned, mode, ...extra_opts],
    timeout: 1800,
  })
}
