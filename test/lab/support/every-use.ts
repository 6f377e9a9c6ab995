/** What users do of each kind that a route names, with real tokens: what goes wrong on the wrong process shows as a 404 or a 500. */
import type { LabHost } from '../../../src/lab/index.ts'
import type { Past } from './expect-users.ts'
import { ask, login, send, sync, upload } from './matrix.ts'

const v3 = '/_matrix/client/v3'
const v1 = '/_matrix/client/v1'

/** Lines of those that were answered with an error. */
export async function useEverything({ address }: LabHost, past: Past): Promise<readonly string[]> {
  const [alice, bob] = await Promise.all([login(address, 'alice'), login(address, 'bob')])
  const failed: string[] = []
  const go = async (method: string, path: string, body?: unknown, token = alice): Promise<Record<string, string>> => {
    const answer = await ask(address, method, path, { token, body })
    const text = answer.body.toString('utf8')
    if (answer.status !== 200) failed.push(`${answer.status} ${method} ${path} ${text.slice(0, 100)}`)
    return text.startsWith('{') ? JSON.parse(text) : {}
  }
  const me = `user/${encodeURIComponent('@alice:hs1.test')}`
  const room = `rooms/${encodeURIComponent(past.room)}`
  const event = encodeURIComponent(await send(address, alice, past.room, 'of every use'))

  await writeStreams(go, me, room, event)
  await workInRoom(go, bob)
  await lookUp(go, me, room, event)
  const media = (await upload(address, alice, Buffer.from('of every use'))).slice('mxc://'.length)
  await go('GET', `${v1}/media/download/${media}`)
  const { next_batch: since } = await sync(address, alice)
  await go('GET', `${v3}/sync?since=${since}&timeout=0`)
  await go('GET', `${v3}/keys/changes?from=${since}&to=${since}`)
  await onMainAlone(go, me, room, event)
  return failed
}

type Go = (method: string, path: string, body?: unknown, token?: string) => Promise<Record<string, string>>

async function writeStreams(go: Go, me: string, room: string, event: string): Promise<void> {
  const user = me.slice('user/'.length)
  await go('PUT', `${v3}/${room}/typing/${user}`, { typing: true, timeout: 1000 })
  await go('POST', `${v3}/${room}/receipt/m.read/${event}`, {})
  await go('POST', `${v3}/${room}/read_markers`, { 'm.fully_read': decodeURIComponent(event) })
  await go('PUT', `${v3}/sendToDevice/m.swk/${Date.now()}`, { messages: { '@bob:hs1.test': { '*': { a: 1 } } } })
  await go('PUT', `${v3}/pushrules/global/content/swk`, { pattern: 'swk', actions: ['notify'] })
  await go('GET', `${v3}/pushrules/`)
  await go('DELETE', `${v3}/pushrules/global/content/swk`)
  for (const place of [me, `${me}/${room}`]) {
    await go('PUT', `${v3}/${place}/account_data/m.swk`, { a: 1 })
    await go('GET', `${v3}/${place}/account_data/m.swk`)
  }
  await go('PUT', `${v3}/${me}/${room}/tags/u.swk`, { order: 0.5 })
  await go('GET', `${v3}/${me}/${room}/tags`)
  await go('DELETE', `${v3}/${me}/${room}/tags/u.swk`)
  await go('PUT', `${v3}/presence/${user}/status`, { presence: 'online' })
  await go('GET', `${v3}/presence/${user}/status`)
  const { device_id: device } = await go('GET', `${v3}/account/whoami`)
  await go('PUT', `${v3}/devices/${device}`, { display_name: 'swk' })
  await go('GET', `${v3}/devices`)
  await go('POST', `${v3}/keys/upload`, {})
  await go('POST', `${v3}/keys/device_signing/upload`, {})
  await go('POST', `${v3}/keys/signatures/upload`, {})
}

async function workInRoom(go: Go, bob: string): Promise<void> {
  const { room_id: id = '' } = await go('POST', `${v3}/createRoom`, {
    preset: 'public_chat',
    room_alias_name: `swk${Date.now()}`,
  })
  const room = `rooms/${encodeURIComponent(id)}`
  const { aliases: [alias = ''] = [] } = (await go('GET', `${v3}/${room}/aliases`)) as { aliases?: string[] }
  await go('GET', `${v3}/directory/room/${encodeURIComponent(alias)}`)
  await go('GET', `${v1}/room_summary/${encodeURIComponent(alias)}`)
  await go('GET', `${v1}/room_summary/${encodeURIComponent(id)}`)
  await go('POST', `${v3}/join/${encodeURIComponent(alias)}`, {}, bob)
  await go('POST', `${v3}/${room}/kick`, { user_id: '@bob:hs1.test' })
  await go('POST', `${v3}/${room}/invite`, { user_id: '@bob:hs1.test' })
  await go('POST', `${v3}/join/${encodeURIComponent(id)}`, {}, bob)
  await go('PUT', `${v3}/${room}/state/m.room.topic/`, { topic: 'swk' })
  await go('GET', `${v3}/${room}/state/m.room.topic/`)
  for (const rest of ['state', 'members', 'joined_members', 'messages?dir=b', 'initialSync'])
    await go('GET', `${v3}/${room}/${rest}`)
  for (const rest of ['hierarchy', 'threads', 'timestamp_to_event?ts=0&dir=f']) await go('GET', `${v1}/${room}/${rest}`)
  await go('POST', `${v3}/${room}/leave`, {}, bob)
  await go('POST', `${v3}/${room}/forget`, {}, bob)
}

async function lookUp(go: Go, me: string, room: string, event: string): Promise<void> {
  await go('GET', `${v1}/${room}/relations/${event}`)
  for (const path of [`${room}/context/${event}`, `${room}/event/${event}`, `events/${event}`])
    await go('GET', `${v3}/${path}`)
  await go('PUT', `${v3}/${room}/redact/${event}/${Date.now()}`, {})
  const profile = me.replace('user/', 'profile/')
  await go('PUT', `${v3}/${profile}/displayname`, { displayname: 'Alice' })
  await go('GET', `${v3}/${profile}`)
  await go('POST', `${v3}/user_directory/search`, { search_term: 'bob' })
  await go('POST', `${v3}/search`, { search_categories: { room_events: { search_term: 'every' } } })
  await go('POST', `${v3}/keys/query`, { device_keys: { '@bob:hs1.test': [] } })
  const reads = [
    'publicRooms',
    'joined_rooms',
    'capabilities',
    'notifications',
    'voip/turnServer',
    'account/3pid',
    'login',
    'password_policy',
  ]
  for (const path of reads) await go('GET', `${v3}/${path}`)
  const { filter_id: filter } = await go('POST', `${v3}/${me}/filter`, { room: { timeline: { limit: 1 } } })
  await go('GET', `${v3}/${me}/filter/${filter}`)
  const backup = {
    algorithm: 'm.megolm_backup.v1.curve25519-aes-sha2',
    auth_data: { public_key: 'swk', signatures: {} },
  }
  const { version } = await go('POST', `${v3}/room_keys/version`, backup)
  await go('DELETE', `${v3}/room_keys/version/${version}`)
  await go('GET', '/_matrix/client/unstable/org.matrix.msc4140/delayed_events')
  await go('POST', '/_matrix/client/unstable/org.matrix.simplified_msc3575/sync', { lists: {} })
  await go('GET', '/_matrix/federation/v1/version')
  await go('GET', '/_matrix/key/v2/query/hs1.test')
}

async function onMainAlone(go: Go, me: string, room: string, event: string): Promise<void> {
  await go('GET', `${v3}/pushers`)
  await go('GET', `${v3}/thirdparty/protocols`)
  const { access_token: token } = await go('POST', `${v3}/${me}/openid/request_token`, {})
  await go('GET', `/_matrix/federation/v1/openid/userinfo?access_token=${token}`)
  await go('POST', `${v3}/${room}/report/${event}`, { reason: 'swk' })
}
