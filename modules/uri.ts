/** HTTP requests from the host, over TCP or a UNIX socket. */
import {
  absolutePath,
  args,
  defineModule,
  editFailure,
  flag,
  http,
  httpRequest,
  integer,
  notYet,
  Refusal,
  see,
  text,
  want,
  z,
} from 'swk'

const url = z.string().superRefine((given, context) => {
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return
  editFailure(context, {
    message: 'This is not a URL.',
    found: JSON.stringify(given),
    expected: 'http://... or https://...',
  })
})

const reading = ['GET', 'HEAD']

export default defineModule({
  name: 'uri',
  summary:
    'Sends a request to a web service, and fails if the response is not the expected one. GET and HEAD report no change.',
  args: args(
    {
      url: url.describe('The URL. Over a UNIX socket: http://localhost/path.'),
      unix_socket: absolutePath.optional().describe('The UNIX socket to connect to.'),
      method: z
        .string()
        .regex(/^[A-Za-z]+$/)
        .default('GET')
        .transform(method => method.toUpperCase())
        .describe('GET, HEAD, POST, PUT, ...'),
      body: z.unknown().optional().describe('The body: a text, or data with `body_format`.'),
      body_format: z
        .enum(['raw', 'json', 'form-urlencoded'])
        .default('raw')
        .describe('How to encode the data of the body.'),
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
        .enum(['none', 'no'])
        .optional()
        .describe('Redirects are not followed yet; the first response counts.'),
      validate_certs: z.literal(true, 'Certificates are always verified.').optional().describe('Always.'),
      dest: notYet(),
      src: notYet(),
      url_username: notYet(),
      url_password: notYet(),
      force_basic_auth: notYet(),
      creates: notYet(),
      removes: notYet(),
      client_cert: notYet(),
      client_key: notYet(),
      ca_path: notYet(),
    },
    {
      aliases: { user: 'url_username', password: 'url_password' },
      check({ body, method }, fail) {
        if (body !== undefined && reading.includes(method)) fail({ message: `${method} has no body.`, path: ['body'] })
      },
    },
  ),
  examples: [
    'uri: { url: "http://localhost/health", unix_socket: /run/matrix-synapse/inbound_clientsync1.sock, timeout: 5 }',
    'uri: { url: "http://127.0.0.1:8008/_synapse/admin/v1/reset", method: POST, body_format: json, body: { user: x }, status_code: [200, 404] }',
  ],
  reads: args => (reading.includes(args.method) ? [http(specOf(args))] : []),
  plan(args, observed) {
    const spec = specOf(args)
    if (!reading.includes(args.method)) {
      const body = bodyOf(args)
      return [
        want(
          httpRequest({ ...spec, status: args.status_code }),
          { done: true },
          body === undefined ? {} : { secret: body },
        ),
      ]
    }
    const answer = see(observed, http(spec))
    if (answer !== null && args.status_code.includes(answer.status)) return []
    throw new Refusal(`${args.method} ${args.url}: ${answer?.error ?? `status ${answer?.status ?? 'unknown'}`}`, {
      code: 'assertion-failed',
      hint: `expected status ${args.status_code.join(' or ')}`,
    })
  },
  result(args, observed) {
    if (!reading.includes(args.method)) return { url: args.url }
    const answer = see(observed, http(specOf(args)))
    if (answer === null) return { url: args.url }
    const about = { url: args.url, status: answer.status, msg: answer.error ?? `HTTP status ${answer.status}` }
    return { ...headersOf(answer.headers), ...about, redirected: false, ...contentOf(answer, args.return_content) }
  },
  intent: ({ method, url }) => `${method} ${url}`,
})

type Args = {
  readonly url: string
  readonly unix_socket?: string | undefined
  readonly method: string
  readonly body?: unknown
  readonly body_format: 'raw' | 'json' | 'form-urlencoded'
  readonly headers: Readonly<Record<string, string>>
  readonly timeout: number
}

const types = { raw: undefined, json: 'application/json', 'form-urlencoded': 'application/x-www-form-urlencoded' }

function specOf({ url, unix_socket, method, headers, timeout, body_format, body }: Args) {
  const type =
    body === undefined || Object.keys(headers).some(name => /^content-type$/i.test(name))
      ? undefined
      : types[body_format]
  const all = { ...(type === undefined ? {} : { 'Content-Type': type }), ...headers }
  return { url, ...(unix_socket === undefined ? {} : { socket: unix_socket }), method, headers: all, timeout }
}

function bodyOf({ body, body_format }: Args): string | undefined {
  if (body === undefined || typeof body === 'string') return body
  if (body_format !== 'form-urlencoded') return JSON.stringify(body)
  return new URLSearchParams(
    Object.entries(body as Record<string, unknown>).flatMap(([key, value]) =>
      [value].flat().map((one): [string, string] => [key, String(one)]),
    ),
  ).toString()
}

/** `Content-Type` is registered as `content_type`. */
function headersOf(headers: string): Record<string, string> {
  const found = [...headers.matchAll(/^([\w-]+):[ \t]*(.*?)\r?$/gm)]
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name.toLowerCase().replaceAll('-', '_'), value]))
}

/** Ansible registers the body as `content` where it was asked for, and always as data where it is JSON. */
function contentOf(
  answer: { readonly body: string; readonly headers: string },
  withContent: boolean,
): Record<string, unknown> {
  const content = withContent ? { content: answer.body } : {}
  if (!/^content-type:\s*application\/(?:[\w.+-]*\+)?json/im.test(answer.headers)) return content
  try {
    return { ...content, json: JSON.parse(answer.body) }
  } catch {
    return content
  }
}
