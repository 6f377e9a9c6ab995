/** What users and other servers ask of a homeserver: of each route family one request, at the entrance that it takes. */
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import type { LabHost } from '../../../src/lab/index.ts'

/** Of case.json: a token where there is no login by password; paths of a client certificate and its key on the host. */
export type Entrance = { readonly token?: string; readonly certificate?: readonly [string, string] }

type Kind = {
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly port: number
  readonly path: string
  readonly token?: string
  readonly body?: string
}

/** `send` resolves with the status; 0: no answer. */
export type Request = { readonly name: string; readonly method: Kind['method']; send(): Promise<number> }

export async function makeRequests(host: LabHost, entrance: Entrance): Promise<readonly Request[]> {
  const past = JSON.parse((await host.run('cat /root/matrix.json')).stdout) as { room: string; media: string }
  const [certificate, key] = entrance.certificate ?? []
  const read = (path: string): Buffer => readFileSync(join(host.root, path))
  const tls = certificate && key ? { cert: read(certificate), key: read(key) } : {}
  const fetch = (kind: Kind, body = kind.body) => fetchAnswer(host.address, kind, body, tls)
  const token = entrance.token ?? (await login(fetch))
  const kinds = [...asClient(token, past), ...asServer(443), ...asServer(8448)]
  return kinds.map(kind => ({
    name: `${kind.method} ${kind.port} ${kind.path.split('?')[0]}`,
    method: kind.method,
    send: async () => (await fetch({ ...kind, path: kind.path.replace('TXN', `t${turn++}`) })).status,
  }))
}

let turn = Date.now()

async function login(fetch: (kind: Kind) => Promise<Answer>): Promise<string> {
  const identifier = { type: 'm.id.user', user: 'alice' }
  const body = JSON.stringify({ type: 'm.login.password', identifier, password: 'alice-password' })
  const kind: Kind = { name: 'login', method: 'POST', port: 443, path: '/_matrix/client/v3/login', body }
  for (const start = Date.now(); ; ) {
    const { status, text } = await fetch(kind)
    if (status === 200) return (JSON.parse(text) as { access_token: string }).access_token
    if (Date.now() - start > 30_000) throw new Error(`no login: status ${status} ${text.slice(0, 200)}`)
    await new Promise(resolve => setTimeout(resolve, 500))
  }
}

function asClient(token: string, { room, media }: { room: string; media: string }): readonly Kind[] {
  const client = '/_matrix/client/v3'
  const kind = (method: Kind['method'], path: string, body?: unknown): Kind => ({
    ...{ name: path, method, port: 443, path, token },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return [
    kind('GET', '/_matrix/client/versions'),
    kind('GET', `${client}/login`),
    kind('GET', `${client}/account/whoami`),
    kind('GET', `${client}/sync?timeout=0&filter=%7B%22room%22%3A%7B%22timeline%22%3A%7B%22limit%22%3A1%7D%7D%7D`),
    kind('PUT', `${client}/rooms/${encodeURIComponent(room)}/send/m.room.message/TXN`, {
      msgtype: 'm.text',
      body: 'x',
    }),
    kind('POST', '/_matrix/client/unstable/org.matrix.simplified_msc3575/sync', { lists: {} }),
    kind('POST', `${client}/keys/query`, { device_keys: {} }),
    kind('GET', `${client}/profile/@alice:hs1.test`),
    kind('GET', '/_matrix/client/v1/media/config'),
    kind('GET', `/_matrix/client/v1/media/download/${media.slice('mxc://'.length)}`),
    kind('POST', '/_matrix/media/v3/upload?filename=x.txt', 'a file'),
  ]
}

/** Unsigned: 401 where the endpoint exists, 404 where it was lost. */
function asServer(port: number): readonly Kind[] {
  const federation = '/_matrix/federation/v1'
  const paths = [
    '/_matrix/key/v2/server',
    `${federation}/version`,
    `${federation}/state/!x:hs1.test`,
    `${federation}/media/download/x`,
  ]
  return paths.map(path => ({ name: path, method: 'GET', port, path }))
}

type Answer = { readonly status: number; readonly text: string }

/** A connection of its own: none fails because an idle one was closed, and none is saved by one that was open. */
function fetchAnswer(address: string, { method, port, path, token }: Kind, body: string | undefined, tls: object) {
  const headers = {
    host: port === 443 ? 'hs1.test' : `hs1.test:${port}`,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  }
  const options = { host: address, port, method, path, headers, servername: 'hs1.test', ...tls }
  return new Promise<Answer>(resolve => {
    const none = (): void => resolve({ status: 0, text: '' })
    const sent = request({ ...options, rejectUnauthorized: false, agent: false, timeout: 60_000 }, answer => {
      let text = ''
      answer
        .on('data', (chunk: Buffer) => {
          text += chunk.toString('utf8')
        })
        .on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
        .on('error', none)
    })
    sent.on('error', none).on('timeout', () => sent.destroy())
    sent.end(body)
  })
}
