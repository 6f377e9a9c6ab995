/** HTTP requests from the host, over TCP or a UNIX socket. */
import {
  absolutePath,
  args,
  basicAuth,
  defineModule,
  describeAnswer,
  destination,
  type Encoded,
  encodeBody,
  fileRefs,
  fileResult,
  fileWant,
  flag,
  type HostView,
  type HttpSpec,
  http,
  httpRequest,
  httpUrl,
  integer,
  nameOf,
  notYet,
  type Ownership,
  ownership,
  path,
  Refusal,
  see,
  text,
  type Want,
  want,
  z,
} from 'swk'

const reading = ['GET', 'HEAD']

export default defineModule({
  name: 'uri',
  summary:
    'Sends a request to a web service, and fails if the response is not the expected one. GET and HEAD report no change.',
  args: args(
    {
      url: httpUrl.describe('The URL. Over a UNIX socket: http://localhost/path.'),
      unix_socket: absolutePath.optional().describe('The UNIX socket to connect to.'),
      method: z
        .string()
        .regex(/^[A-Za-z]+$/)
        .default('GET')
        .transform(method => method.toUpperCase())
        .describe('GET, HEAD, POST, PUT, ...'),
      body: z.unknown().optional().describe('The body: a text, or data with `body_format`.'),
      body_format: z
        .enum(['raw', 'json', 'form-urlencoded', 'form-multipart'])
        .default('raw')
        .describe(
          'How to encode the data of the body. A part of `form-multipart` is a text, or `filename`, `content` and `mime_type`.',
        ),
      headers: z
        .record(z.string().regex(/^[\w-]+$/), text)
        .default({})
        .describe('Headers.'),
      status_code: z
        .union([z.array(integer), integer, z.string().regex(/^\d+(\s*,\s*\d+)*$/, 'Must be a status or a list.')])
        .transform(given => (typeof given === 'string' ? given.split(',').map(Number) : [given].flat()))
        .default([200])
        .describe('The expected status, or a list of them.'),
      return_content: flag.default(false).describe('Register the body as `content`.'),
      timeout: integer.default(30).describe('Seconds.'),
      follow_redirects: z
        .union([
          z.enum(['all', 'yes', 'safe', 'urllib2', 'none', 'no']),
          z.boolean().transform(yes => (yes ? 'yes' : 'no')),
        ])
        .default('safe')
        .describe('`safe`: those of GET and HEAD.'),
      validate_certs: z.literal(true, 'Certificates are always verified.').optional().describe('Always.'),
      dest: destination.optional().describe('With GET: the file that the content goes to, or a directory.'),
      ...ownership,
      src: z.string().min(1).optional().describe('A file of the project that is the body.'),
      remote_src: notYet('Send a file of the host with `command: curl`.'),
      url_username: text.optional().describe('The user for basic authentication, which is sent at once.'),
      url_password: z.string().optional().describe('The password.'),
      force_basic_auth: flag.optional().describe('Accepted; it always is.'),
      creates: absolutePath.optional().describe('Nothing is requested if this path exists.'),
      removes: absolutePath.optional().describe('Nothing is requested unless this path exists.'),
      client_cert: absolutePath.optional().describe('A certificate on the host, in PEM.'),
      client_key: absolutePath.optional().describe('Its key.'),
      ca_path: absolutePath
        .optional()
        .describe('Certificates on the host that are trusted instead of its own, in PEM.'),
      http_agent: text.optional().describe('The header User-Agent.'),
      force: flag.optional().describe('Accepted; nothing is cached.'),
      use_proxy: flag.optional().describe('Accepted; no proxy is used.'),
      use_netrc: flag.optional().describe('Accepted; no netrc is read.'),
      decompress: flag.optional().describe('Accepted; no compressed answer is asked for.'),
      use_gssapi: notYet(),
      ciphers: notYet(),
      unredirected_headers: notYet(),
      unsafe_writes: flag.optional().describe('Accepted; files are replaced atomically.'),
    },
    {
      aliases: { user: 'url_username', password: 'url_password' },
      check({ body, src, method, dest }, fail) {
        if ((body ?? src) !== undefined && reading.includes(method))
          fail({ message: `${method} has no body.`, path: [body === undefined ? 'src' : 'body'] })
        if (dest !== undefined && method !== 'GET')
          fail({ code: 'not-supported', message: '`dest` is for GET only.', path: ['dest'] })
      },
    },
  ),
  examples: [
    'uri: { url: "http://localhost/health", unix_socket: /run/matrix-synapse/inbound_clientsync1.sock, timeout: 5 }',
    'uri: { url: "http://127.0.0.1:8008/_synapse/admin/v1/reset", method: POST, body_format: json, body: { user: x }, status_code: [200, 404] }',
  ],
  prepare(args, sources) {
    const read = (name: string): string => sources.file(name).toString('utf8')
    return { ...args, encoded: encodeBody(args.src === undefined ? args.body : read(args.src), args.body_format, read) }
  },
  reads: args => [
    ...(reading.includes(args.method) ? [http(specOf(args))] : []),
    ...[args.creates ?? [], args.removes ?? []].flat().map(file => path(file)),
    ...(args.dest === undefined
      ? []
      : [...(args.dest.endsWith('/') ? [] : fileRefs(args.dest, args)), ...fileRefs(inside(args), args)]),
  ],
  plan(args, observed) {
    if (whySkipped(args, observed) !== undefined) return []
    const spec = specOf(args)
    if (!reading.includes(args.method)) {
      const { encoded } = args as Args
      const request = httpRequest({ ...spec, status: args.status_code, ...(args.return_content && { content: true }) })
      return [want(request, { done: true }, encoded === undefined ? {} : { secret: encoded.body })]
    }
    const answer = see(observed, http(spec))
    if (answer !== null && args.status_code.includes(answer.status)) return saveContent(args, answer.body, observed)
    throw new Refusal(`${args.method} ${args.url}: ${answer?.error ?? `status ${answer?.status ?? 'unknown'}`}`, {
      code: 'assertion-failed',
      hint: `expected status ${args.status_code.join(' or ')}`,
      ...(answer && { result: { ...describeAnswer(answer, args.url, true), elapsed: 0 } }),
    })
  },
  result(args, observed, changes) {
    const skipped = whySkipped(args, observed)
    if (skipped !== undefined) return { url: args.url, stdout: skipped, msg: skipped }
    if (!reading.includes(args.method)) return { url: args.url, elapsed: 0 }
    // The answer counts no more once the file is written.
    if (changes.length > 0) {
      const [status, ...others] = args.status_code
      const known = others.length === 0 ? { status } : {}
      return { ...fileResult(saved(args, observed), observed), url: args.url, ...known }
    }
    const answer = see(observed, http(specOf(args)))
    if (answer === null) return { url: args.url }
    const file = args.dest === undefined ? {} : fileResult(saved(args, observed), observed)
    return { ...file, ...describeAnswer(answer, args.url, args.return_content), elapsed: 0 }
  },
  intent: ({ method, url }) => `${method} ${url}`,
})

/** The file that the content goes to. */
function saved({ url, dest = '' }: Args, observed: HostView): string {
  const isDirectory = dest.endsWith('/') || see(observed, path(dest))?.type === 'directory'
  return isDirectory ? inside({ url, dest }) : dest
}

const inside = ({ url, dest = '' }: Pick<Args, 'url' | 'dest'>): string =>
  `${dest.replace(/\/$/, '')}/${nameOf(new URL(url).pathname) || 'index.html'}`

function saveContent(args: Args & Ownership, body: string, observed: HostView): readonly Want[] {
  if (args.dest === undefined) return []
  if (body.includes('\uFFFD') || Buffer.byteLength(body) > 260_000)
    throw new Refusal('the content is not text, or larger than 260 KB', { hint: '`get_url` saves any file.' })
  return [fileWant(saved(args, observed), body, args, observed)]
}

/** Why nothing is requested. */
function whySkipped({ creates, removes }: Args, observed: HostView): string | undefined {
  if (creates !== undefined && see(observed, path(creates)) !== null) return `skipped, since '${creates}' exists`
  if (removes !== undefined && see(observed, path(removes)) === null)
    return `skipped, since '${removes}' does not exist`
  return undefined
}

type Args = {
  readonly url: string
  readonly unix_socket?: string | undefined
  readonly method: string
  readonly body?: unknown
  readonly encoded?: Encoded | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly timeout: number
  readonly follow_redirects: string
  readonly url_username?: string | undefined
  readonly url_password?: string | undefined
  readonly client_cert?: string | undefined
  readonly client_key?: string | undefined
  readonly ca_path?: string | undefined
  readonly http_agent?: string | undefined
  readonly dest?: string | undefined
  readonly creates?: string | undefined
  readonly removes?: string | undefined
}

function specOf(args: Args): HttpSpec {
  const { unix_socket: socket, client_cert: cert, client_key: key, ca_path: authorities } = args
  const url = new URL(args.url)
  const user = args.url_username ?? decodeURIComponent(url.username)
  const password = args.url_password ?? decodeURIComponent(url.password)
  const defaults = {
    'Content-Type': args.encoded?.type,
    Authorization: user === '' ? undefined : basicAuth(user, password),
    'User-Agent': args.http_agent,
  }
  const given = new Set(Object.keys(args.headers).map(name => name.toLowerCase()))
  const more = Object.entries(defaults).flatMap(([name, value]) =>
    value === undefined || given.has(name.toLowerCase()) ? [] : [[name, value] as const],
  )
  const follow = ['all', 'yes'].includes(args.follow_redirects) ? 'all' : 'safe'
  const files = Object.entries({ socket, cert, key, authorities }).filter(([, file]) => file !== undefined)
  return {
    ...{
      url: args.url,
      method: args.method,
      timeout: args.timeout,
      headers: { ...Object.fromEntries(more), ...args.headers },
    },
    ...Object.fromEntries(files),
    ...(['none', 'no'].includes(args.follow_redirects) ? {} : { follow }),
  }
}
