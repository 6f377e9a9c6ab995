/** HTTP/1.1 messages: a request as bytes, an answer as a state. */
import type { HttpSpec, HttpState } from './state.ts'

/** Bytes of a body that are kept. */
const bodyCap = 262_144

/** What the host needs to make the request: its words and the bytes to send. */
export function request(spec: HttpSpec, body?: Buffer): { readonly words: readonly string[]; readonly bytes: Buffer } {
  const url = new URL(spec.url)
  const tls = url.protocol === 'https:'
  const given = new Map(
    Object.entries(spec.headers).map(([name, value]) => [name.toLowerCase(), [name, value]] as const),
  )
  const defaults = {
    Host: url.host,
    'User-Agent': 'swk',
    Accept: '*/*',
    Connection: 'close',
    ...(body ? { 'Content-Length': String(body.length) } : {}),
  }
  const headers = [
    ...Object.entries(defaults).filter(([name]) => !given.has(name.toLowerCase())),
    ...given.values(),
  ].map(([name, value]) => `${name}: ${String(value).replace(/[\r\n\0]/g, ' ')}\r\n`)
  const head = `${spec.method} ${url.pathname}${url.search} HTTP/1.1\r\n${headers.join('')}\r\n`
  const bytes = Buffer.concat([Buffer.from(head), body ?? Buffer.alloc(0)])
  const port = url.port || (tls ? '443' : '80')
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const files = tls ? [spec.cert, spec.key, spec.authorities].map(file => file ?? '') : []
  const encryption = tls ? `1${files.some(file => file !== '') ? `\n${files.join('\n')}` : ''}` : ''
  const timeout = String(Math.max(1, Math.ceil(spec.timeout)))
  const target = [spec.socket ?? '', host, port, encryption, spec.method, timeout]
  return { words: [...target, spec.follow ?? 'none', String(bytes.length)], bytes }
}

/** All answers that the host sent, in order. */
export function answers(output: Buffer): readonly HttpState[] {
  const states: HttpState[] = []
  for (let at = 0; at < output.length; ) {
    const [error, afterError] = field(output, at)
    const [length, start] = field(output, afterError)
    const end = start + Number(length)
    states.push(stateOf(error, output.subarray(start, end)))
    at = end
  }
  return states
}

function field(output: Buffer, at: number): readonly [string, number] {
  const end = output.indexOf(0, at)
  if (end === -1) throw new RangeError('the answers of the web servers end too early')
  return [output.toString('utf8', at, end), end + 1]
}

function stateOf(error: string, answer: Buffer): HttpState {
  const [head, rest] = split(answer)
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})/.exec(head)?.[1]
  if (error || status === undefined) {
    return { status: 0, body: '', headers: '', server: '', error: error || 'the answer is not HTTP' }
  }
  const headers = head.slice(head.indexOf('\n') + 1).replaceAll('\r', '')
  const isChunked = /^transfer-encoding:.*chunked/im.test(headers)
  const body = (isChunked ? joinChunks(rest) : rest).subarray(0, bodyCap).toString('utf8')
  const server = /^server:[ \t]*(.*)$/im.exec(headers)?.[1] ?? ''
  const url = /^swk-url: (.*)$/m.exec(headers.split('\n')[0] ?? '')?.[1]
  return { status: Number(status), body, headers, server, error: null, ...(url === undefined ? {} : { url }) }
}

/** Head and body. A "100 Continue" before them is passed over. */
function split(answer: Buffer): readonly [string, Buffer] {
  const end = answer.indexOf('\r\n\r\n')
  if (end === -1) return [answer.toString('latin1'), Buffer.alloc(0)]
  const head = answer.toString('latin1', 0, end)
  const rest = answer.subarray(end + 4)
  return /^HTTP\/1\.1 1\d\d/.test(head) ? split(rest) : [head, rest]
}

function joinChunks(body: Buffer): Buffer {
  const chunks: Buffer[] = []
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at)
    const size = end === -1 ? 0 : Number.parseInt(body.toString('latin1', at, end), 16)
    if (!(size > 0)) return Buffer.concat(chunks)
    chunks.push(body.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
}
