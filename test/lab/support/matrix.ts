/** A small Matrix client over nginx, for what users of the homeserver would notice. */
import { request } from 'node:http'

export type Answer = { readonly status: number; readonly body: Buffer; readonly ms: number }

/** One request on a connection of its own. Status 0: no answer. */
export function ask(
  address: string,
  method: string,
  path: string,
  { token, body, type = 'application/json', agent, timeoutMs = 30_000 }: AskOptions = {},
): Promise<Answer> {
  const start = performance.now()
  const payload = body === undefined ? undefined : Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
  const headers = {
    host: 'hs1.test',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(agent === undefined ? {} : { 'user-agent': agent }),
    ...(payload === undefined ? {} : { 'content-type': type, 'content-length': payload.length }),
  }
  return new Promise(resolve => {
    const end = (status: number, chunks: Buffer[]): void =>
      resolve({ status, body: Buffer.concat(chunks), ms: performance.now() - start })
    const call = request(
      { host: address, port: 80, method, path, headers, agent: false, timeout: timeoutMs },
      response => {
        const chunks: Buffer[] = []
        response.on('data', chunk => chunks.push(chunk))
        response.on('end', () => end(response.statusCode ?? 0, chunks))
        response.on('error', () => end(0, chunks))
      },
    )
    call.on('timeout', () => call.destroy())
    call.on('error', error => end(0, [Buffer.from(String(error))]))
    call.end(payload)
  })
}

type AskOptions = {
  readonly token?: string
  readonly body?: unknown
  readonly type?: string
  readonly agent?: string
  readonly timeoutMs?: number
}

/** The body of a 200, trusted to be of the shape that Matrix's specification gives it. */
export async function json<Body = Record<string, string>>(answer: Promise<Answer>): Promise<Body> {
  const { status, body } = await answer
  if (status !== 200) throw new Error(`status ${status}: ${body.toString('utf8').slice(0, 300)}`)
  return JSON.parse(body.toString('utf8'))
}

export async function login(address: string, user: string): Promise<string> {
  const identifier = { type: 'm.id.user', user }
  const body = { type: 'm.login.password', identifier, password: `${user}-password` }
  return (await json<{ access_token: string }>(ask(address, 'POST', '/_matrix/client/v3/login', { body }))).access_token
}

let transaction = 0

export async function send(address: string, token: string, room: string, text: string): Promise<string> {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/t${process.pid}-${transaction++}`
  return (
    await json<{ event_id: string }>(ask(address, 'PUT', path, { token, body: { msgtype: 'm.text', body: text } }))
  ).event_id
}

type Event = { readonly content?: { readonly body?: string } }
type Timeline = { readonly timeline: { readonly events: readonly Event[] } }
type Sync = { readonly next_batch: string; readonly rooms?: { readonly join?: Readonly<Record<string, Timeline>> } }

export async function sync(address: string, token: string, since?: string, timeout = 0): Promise<Sync> {
  const query = new URLSearchParams({ timeout: String(timeout), ...(since === undefined ? {} : { since }) })
  return json(ask(address, 'GET', `/_matrix/client/v3/sync?${query}`, { token }))
}

export async function messages(address: string, token: string, room: string): Promise<readonly string[]> {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/messages?dir=b&limit=100`
  const { chunk } = await json<{ chunk: readonly Event[] }>(ask(address, 'GET', path, { token }))
  return chunk.flatMap(event => event.content?.body ?? [])
}

export async function upload(address: string, token: string, bytes: Buffer): Promise<string> {
  const options = { token, body: bytes, type: 'image/png' }
  return (
    await json<{ content_uri: string }>(ask(address, 'POST', '/_matrix/media/v3/upload?filename=new.png', options))
  ).content_uri
}

export async function download(address: string, token: string, uri: string): Promise<Buffer> {
  const path = `/_matrix/client/v1/media/download/${uri.slice('mxc://'.length)}`
  const answer = await ask(address, 'GET', path, { token })
  if (answer.status !== 200) throw new Error(`download: ${answer.status}`)
  return answer.body
}
