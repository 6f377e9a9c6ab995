/** Files from a web server. */
import {
  absolutePath,
  args,
  defineModule,
  destination,
  download,
  fileRefs,
  fileResult,
  flag,
  type HostView,
  httpUrl,
  integer,
  located,
  modeOf,
  nameOf,
  notYet,
  ownedState,
  ownership,
  type PathState,
  path,
  Refusal,
  see,
  type Want,
  want,
  z,
} from 'swk'

export default defineModule({
  name: 'get_url',
  summary: 'Has the host download a file, unless it is there already.',
  args: args({
    url: httpUrl.describe('Where the file is.'),
    dest: destination.describe('Absolute path; a directory: into it, by the name in the URL.'),
    checksum: z
      .string()
      .regex(/^(sha(1|224|256|384|512)|md5):[0-9a-fA-F]+$/, 'Must be ALGORITHM:HEX, such as sha256:9f86d0....')
      .transform(given => given.toLowerCase())
      .optional()
      .describe('What the file must be. With sha256, a file with other content is replaced.'),
    force: flag.default(false).describe('Download each time.'),
    ...ownership,
    timeout: integer.default(10).describe('Seconds without data after which it fails.'),
    backup: flag.optional().describe('Accepted: the journal of the host keeps what was there (`swk rollback`).'),
    headers: notYet(),
    url_username: notYet(),
    url_password: notYet(),
    force_basic_auth: flag.optional().describe('Accepted; it always is.'),
    use_proxy: flag.optional().describe("Accepted; the proxy is apt's."),
    validate_certs: z.literal(true, 'Certificates are always verified.').optional().describe('Always.'),
    http_agent: notYet(),
    tmp_dest: absolutePath.optional().describe("Accepted; a download waits in a directory of root's."),
    unsafe_writes: flag.optional().describe('Accepted; files are replaced atomically.'),
  }),
  examples: [
    'get_url: { url: "https://packages.matrix.org/debian/matrix-org-archive-keyring.gpg", dest: /usr/share/keyrings/matrix-org-archive-keyring.gpg, mode: "0644" }',
  ],
  reads: args => candidates(args).flatMap(file => fileRefs(file, args)),
  plan(args, observed) {
    const dest = target(args, observed)
    const before = located(observed, dest)
    if (before !== null && before.type !== 'file')
      throw new Refusal(`${dest} exists and is not a file but a ${before.type}`)
    const sha256 = /^sha256:(.*)$/.exec(args.checksum ?? '')?.[1]
    const owned = ownedState(args, observed, before)
    const isRight = before !== null && !args.force && (sha256 === undefined || sha256 === before.sha256)
    if (isRight) return [want(path(dest), owned)]
    const { owner = before?.owner, group = before?.group, mode = before?.mode ?? modeOf('0644', null) } = owned
    const at = before?.resolved ?? dest
    const spec = {
      url: args.url,
      dest: at,
      timeout: args.timeout,
      mode,
      ...(args.checksum && { checksum: args.checksum }),
    }
    return [
      want(download({ ...spec, ...(owner && { owner }), ...(group && { group }) }), { done: true }, replaced(before)),
    ]
  },
  intent: ({ url, dest }) => `downloads ${url} to ${dest}`,
  result: (args, observed, changes) => ({
    url: args.url,
    ...(changes.length === 0
      ? { status_code: 304, ...fileResult(target(args, observed), observed) }
      : { status_code: 200, dest: target(args, observed) }),
  }),
})

type Args = { readonly url: string; readonly dest: string }

/** What the download replaces, by which it is taken back. */
function replaced(before: PathState | null): Partial<Pick<Want, 'how'>> {
  if (before === null) return {}
  const { sha256, owner, group, mode } = before
  return { how: { replaces: true, ...(sha256 !== undefined && { sha256 }), owner, group, mode } }
}

function candidates({ url, dest }: Args): readonly string[] {
  const inside = `${dest.replace(/\/$/, '')}/${nameOf(new URL(url).pathname) || 'index.html'}`
  return dest.endsWith('/') ? [inside] : [dest, inside]
}

function target(args: Args, observed: HostView): string {
  const [dest = '', inside = dest] = candidates(args)
  return see(observed, path(dest))?.type === 'directory' ? inside : dest
}
