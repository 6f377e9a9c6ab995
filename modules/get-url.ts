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
  args: args(
    {
      url: httpUrl.describe('Where the file is.'),
      dest: destination.describe('Absolute path; a directory: into it, by the name in the URL.'),
      checksum: z
        .string()
        .regex(
          /^(sha(1|224|256|384|512)|md5):([0-9a-fA-F]+|(https?|ftp|file):\/\/\S+)$/,
          'Must be ALGORITHM:HEX, such as sha256:9f86d0..., or ALGORITHM:URL.',
        )
        .transform(given => (given.includes('://') ? given : given.toLowerCase()))
        .optional()
        .describe(
          'Expected checksum of the file: ALGORITHM:HEX, or the URL of a file that names it. With sha256:HEX, a file with other content is replaced.',
        ),
      force: flag.default(false).describe('Download each time.'),
      ...ownership,
      timeout: integer.default(10).describe('Seconds without data after which it fails.'),
      backup: flag.optional().describe('Accepted: the journal of the host keeps what was there (`swk rollback`).'),
      headers: notYet(),
      url_username: z.string().optional().describe('The user for basic authentication.'),
      url_password: z.string().optional().describe('The password, which goes to the host on standard input.'),
      force_basic_auth: flag.optional().describe('Accepted; it always is.'),
      use_proxy: flag.optional().describe("Accepted; the proxy is apt's."),
      validate_certs: z.literal(true, 'Certificates are always verified.').optional().describe('Always.'),
      http_agent: z.string().min(1).optional().describe('The header User-Agent.'),
      client_cert: absolutePath.optional().describe('A certificate on the host, in PEM.'),
      client_key: absolutePath.optional().describe('Its key.'),
      decompress: flag.optional().describe('Accepted; no compressed answer is asked for.'),
      use_netrc: flag.optional().describe('Accepted; no netrc is read.'),
      use_gssapi: notYet(),
      ciphers: notYet(),
      unredirected_headers: notYet(),
      tmp_dest: absolutePath.optional().describe("Accepted; a download waits in a directory of root's."),
      unsafe_writes: flag.optional().describe('Accepted; files are replaced atomically.'),
    },
    { aliases: { username: 'url_username', password: 'url_password' } },
  ),
  examples: [
    'get_url: { url: "https://packages.matrix.org/debian/matrix-org-archive-keyring.gpg", dest: /usr/share/keyrings/matrix-org-archive-keyring.gpg, mode: "0644" }',
  ],
  reads: args => candidates(args).flatMap(file => fileRefs(file, args)),
  plan(args, observed) {
    const dest = target(args, observed)
    const before = located(observed, dest)
    if (before !== null && before.type !== 'file')
      throw new Refusal(`${dest} exists and is not a file but a ${before.type}`)
    const sha256 = /^sha256:([0-9a-f]+)$/.exec(args.checksum ?? '')?.[1]
    const owned = ownedState(args, observed, before)
    const isRight = before !== null && !args.force && (sha256 === undefined || sha256 === before.sha256)
    if (isRight) return [want(path(dest), owned)]
    const { owner = before?.owner, group = before?.group, mode = before?.mode ?? modeOf('0644', null) } = owned
    const at = before?.resolved ?? dest
    const more = { owner, group, checksum: args.checksum, agent: args.http_agent }
    const identity = { certificate: args.client_cert, key: args.client_key }
    const spec = { url: withoutUser(args.url), dest: at, timeout: args.timeout, mode }
    const secret = login(args)
    const about = { ...replaced(before), ...(secret !== undefined && { secret }) }
    return [want(download({ ...spec, ...givenOnly({ ...more, ...identity }) }), { done: true }, about)]
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

const givenOnly = <T extends object>(all: T) =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [key in keyof T]?: Exclude<T[key], undefined>
  }

function withoutUser(given: string): string {
  const url = new URL(given)
  if (url.username === '' && url.password === '') return given
  url.username = ''
  url.password = ''
  return url.href
}

/** A line of netrc(5): as an argument of apt every user of the host could read the password. */
function login(args: {
  readonly url: string
  readonly url_username?: string | undefined
  readonly url_password?: string | undefined
}) {
  const url = new URL(args.url)
  const user = args.url_username ?? decodeURIComponent(url.username)
  const password = args.url_password ?? decodeURIComponent(url.password)
  return user === '' ? undefined : `machine ${url.protocol}//${url.host}\nlogin ${user}\npassword ${password}\n`
}

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
