/** Requests of users, each kind with another owner on a homeserver with a worker of every role. */
import { type Answer, ask, json, sync } from './matrix.ts'

export type Method = 'GET' | 'POST' | 'PUT'
export type Request = { readonly method: Method; readonly answer: Promise<Answer> }
export type Kind = { readonly name: KindName; send(): Request }

/** Enough for the users of a conversion: nginx tries all of them again on another connection. */
export const fiveKinds = ['versions', 'whoami', 'sync', 'send', 'media'] as const

/** Initial-sync, normal-sync, roomworker, typing, receipts, mediaworker, client-reader, login, federation-reader and main. */
export const tenKinds = [
  'initial-sync',
  'sync',
  'send',
  'typing',
  'receipt',
  'media-both-ways',
  'keys',
  'login',
  'federation',
  'main',
] as const

export type KindName = (typeof fiveKinds)[number] | (typeof tenKinds)[number]

export type Homeserver = { readonly address: string; readonly room: string; readonly media: string }
type Person = { readonly token: string; readonly id: string }

/** Logs Alice and Bob in; what they send is theirs alone. */
export async function kindsOn(homeserver: Homeserver, names: readonly KindName[]): Promise<readonly Kind[]> {
  const { address } = homeserver
  const [alice, bob] = await Promise.all([person(address, 'alice'), person(address, 'bob')])
  const since = (await sync(address, bob.token)).next_batch
  const event = await lastEvent(homeserver, bob)
  const all = requests(homeserver, alice, bob, since, event)
  return names.map(name => ({ name, send: () => all[name]() }))
}

/** Each of them carries on from its own last answer, as a client does: the same sync asked twice comes from a cache. */
function requests(
  { address, room, media }: Homeserver,
  alice: Person,
  bob: Person,
  since: string,
  event: string,
): Record<KindName, () => Request> {
  const run = `load${process.pid}-${Date.now()}`
  const inRoom = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}`
  const filter = encodeURIComponent('{"room":{"timeline":{"limit":1}}}')
  const get = (path: string, token?: string) => call('GET', path, token)
  const download = (uri: string) => get(`/_matrix/client/v1/media/download/${uri.slice('mxc://'.length)}`, bob.token)
  const call = (method: Method, path: string, token?: string, body?: unknown): Request => ({
    method,
    answer: ask(address, method, path, { ...(token === undefined ? {} : { token }), ...(body ? { body } : {}) }),
  })
  let number = 0
  let isTyping = false
  let isUpload = false
  let uploaded = media
  const next = () => number++
  return {
    versions: () => get('/_matrix/client/versions'),
    whoami: () => get('/_matrix/client/v3/account/whoami', alice.token),
    // Another timeout makes it another request; without `since` none waits for it.
    'initial-sync': () => get(`/_matrix/client/v3/sync?filter=${filter}&timeout=${next()}`, alice.token),
    sync: () =>
      noting(get(`/_matrix/client/v3/sync?timeout=0&since=${since}`, bob.token), answer => {
        since = answer.next_batch ?? since
      }),
    send: () => {
      const body = { msgtype: 'm.text', body: `load ${run} ${number}` }
      return noting(call('PUT', `${inRoom}/send/m.room.message/${run}-${next()}`, alice.token, body), answer => {
        event = answer.event_id ?? event
      })
    },
    typing: () => {
      isTyping = !isTyping
      const body = { typing: isTyping, timeout: 5000 }
      return call('PUT', `${inRoom}/typing/${encodeURIComponent(bob.id)}`, bob.token, body)
    },
    receipt: () => call('POST', `${inRoom}/receipt/m.read/${encodeURIComponent(event)}`, bob.token, {}),
    media: () => download(media),
    'media-both-ways': () => {
      isUpload = !isUpload
      if (!isUpload) return download(uploaded)
      const picture = Buffer.from(`picture ${run} ${next()}`)
      return noting(call('POST', `/_matrix/media/v3/upload?filename=${number}.png`, alice.token, picture), answer => {
        uploaded = answer.content_uri ?? uploaded
      })
    },
    keys: () => call('POST', '/_matrix/client/v3/keys/query', alice.token, { device_keys: { [bob.id]: [] } }),
    login: () => get('/_matrix/client/v3/login'),
    federation: () => get('/_matrix/federation/v1/version'),
    main: () => get('/_matrix/client/v3/pushers', alice.token),
  }
}

function noting(request: Request, note: (answer: Record<string, string | undefined>) => void): Request {
  const answer = request.answer.then(answer => {
    if (answer.status === 200) note(JSON.parse(answer.body.toString('utf8')))
    return answer
  })
  return { ...request, answer }
}

async function person(address: string, user: string): Promise<Person> {
  const identifier = { type: 'm.id.user', user }
  const body = { type: 'm.login.password', identifier, password: `${user}-password` }
  const answer = await json<{ access_token: string; user_id: string }>(
    ask(address, 'POST', '/_matrix/client/v3/login', { body }),
  )
  return { token: answer.access_token, id: answer.user_id }
}

async function lastEvent({ address, room }: Homeserver, { token }: Person): Promise<string> {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/messages?dir=b&limit=1`
  const { chunk } = await json<{ chunk: readonly { event_id: string }[] }>(ask(address, 'GET', path, { token }))
  return chunk[0]?.event_id ?? ''
}
