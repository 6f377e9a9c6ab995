/** Random requests around the API of Matrix, many of them hostile. The same seed gives the same ones. */
import type { Deployment } from '../../../../src/topology/model/deployment.ts'
import type { Role } from '../../../../src/topology/model/role.ts'
import type { Sent } from './wire.ts'

export type Random = { below(limit: number): number; pick<T>(list: readonly T[]): T; chance(share: number): boolean }

/** mulberry32: small, and the same everywhere. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return { below, pick: list => list[below(list.length)] as (typeof list)[number], chance: share => next() < share }
}

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'M-SEARCH']

/** Of all roles, those that are not deployed too: what would be theirs is then main's. */
export function randomRequest(random: Random, roles: readonly Role[], deployment: Deployment): Sent {
  const routes = roles.flatMap(role => role.routes)
  const route = random.pick(routes)
  const start = random.chance(0.85) ? route.example : random.pick(strays)
  const path = Array.from({ length: random.pick([0, 0, 1, 1, 2, 3]) }).reduce<string>(
    text => random.pick(changes)(text, random),
    withRoom(start, random, deployment),
  )
  const own = random.pick(route.methods ?? methods)
  const method = random.chance(0.6) ? own : random.pick(methods)
  return { method, target: `${path}${random.pick(queries)}`, headers: headersOf(random) }
}

const strays = ['/', '/_matrix', '/_matrix/client/versions', '/_synapse/admin/v1/rooms', '/.well-known/matrix/client']

const rooms = ['!one:example.org', '!two:example.org', '!Two:example.org', '!v12-without-a-server']

/** A pinned room's name in other letters is another room. */
function withRoom(path: string, random: Random, { rooms: pinned }: Deployment): string {
  const room = random.pick([...rooms, ...pinned.map(pin => pin.room), ...pinned.map(pin => pin.room.toUpperCase())])
  return path.replaceAll('!swk:example.org', random.chance(0.5) ? room : encodeURIComponent(room).replace('!', '%21'))
}

type Change = (path: string, random: Random) => string

const insert =
  (text: string): Change =>
  (path, random) => {
    const at = random.below(path.length) + 1
    return path.slice(0, at) + text + path.slice(at)
  }
const behind =
  (...texts: readonly string[]): Change =>
  (path, random) =>
    path + random.pick(texts)

const changes: readonly Change[] = [
  behind(
    '%0a',
    '%0A%0a',
    '%0d',
    '/',
    '//',
    '/.',
    '/..',
    ';x=1',
    '%3b',
    '%20',
    '%3F',
    '%23',
    '%2f',
    '.',
    '%00',
    '%',
    '€',
    '%ff',
  ),
  ...[
    '%0a',
    '%2F',
    '//',
    '/./',
    '/x/../',
    '/../',
    '%2e%2E/',
    ';',
    'é',
    '%C3%A9',
    '%00',
    '%zz',
    '%25',
    '\\',
    '"',
    '+',
    '$',
    '*',
  ].map(insert),
  path => `/..${path}`,
  path => `/%2e%2e/x${path}`,
  path => `/x/..${path}`,
  (path, random) => {
    const at = random.below(path.length)
    const code = path.charCodeAt(at)
    return code > 127 ? path : `${path.slice(0, at)}%${code.toString(16).padStart(2, '0')}${path.slice(at + 1)}`
  },
  (path, random) =>
    path.replace(/(r0|v1|v3|unstable)/, random.pick(['r0', 'v1', 'v2', 'v3', 'unstable', 'api/v1', 'V3'])),
  (path, random) =>
    path
      .split('/')
      .toSpliced(random.below(6) + 1, 1)
      .join('/') || '/',
  (path, random) =>
    path
      .split('/')
      .toSpliced(random.below(6) + 1, 0, 'rooms')
      .join('/'),
  path => path.toUpperCase(),
  path => path.replaceAll('/', '%2F').replace('%2F', '/'),
]

const queries = [
  ...['', '', '', '?', '?since=', '?since=s1', '?timeout=0&since=s1', '?SINCE=s1', '?since&since=s1', '?xsince=1'],
  ...[
    '?from=t1',
    '?since=s1&full_state=true',
    '?full_state=true',
    '?full_state=false&since=s1',
    '?full_state=trueish&since=1',
  ],
  ...[
    '?access_token=x&since=a%20b',
    '#since=1',
    '?a=1#&since=1',
    '?since=%0a',
    '?a?since=1',
    '?full_state=true&full_state=false&since=1',
  ],
]

function headersOf(random: Random): Readonly<Record<string, string>> {
  return random.chance(0.5) ? { authorization: `Bearer token${random.below(20)}` } : {}
}
