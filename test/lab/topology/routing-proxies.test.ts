/** HAProxy, Caddy and Apache, with the configuration that `swk topology` prints for them, lead requests where the table of routes says. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LabHost } from '../../../src/lab/index.ts'
import { clubGroup } from '../../../src/topology/model/paths.ts'
import { roles } from '../../../src/topology/model/roles/index.ts'
import { apacheText } from '../../../src/topology/proxies/apache.ts'
import { caddyText } from '../../../src/topology/proxies/caddy.ts'
import { haproxyText } from '../../../src/topology/proxies/haproxy.ts'
import { readRequest } from '../../../src/topology/routing/request.ts'
import { routesInOrder } from '../../../src/topology/routing/table.ts'
import { allRunning, serve, trafficOf } from '../../../src/topology/routing/traffic.ts'
import { exampleOf } from '../../topology/routing/requests.ts'
import { everything } from './routing/deployments.ts'
import { randomOf, randomRequest } from './routing/random-requests.ts'
import { must, proxyHost, put, startStubs } from './routing/stubs.ts'
import { type Sent, tell, tellAll } from './routing/wire.ts'

const seed = Number(process.env.SWK_TEST_SEED ?? 20_261_123)
const traffic = trafficOf(everything, allRunning(everything))

let host: LabHost
beforeAll(async () => {
  host = await proxyHost('proxies', ['nginx-light', 'haproxy', 'caddy', 'apache2'])
  await must(host, `groupadd -f ${clubGroup}`)
  await must(host, `usermod -aG ${clubGroup} www-data && a2dissite -q 000-default && a2enmod -q ${modules}`)
  await startStubs(host, everything)
})
afterAll(() => host?.stop())

const modules = 'proxy proxy_http proxy_balancer lbmethod_byrequests slotmem_shm rewrite headers unique_id'

/** What it prints is for an address of the host's own; the test asks from outside. */
const proxies = [
  {
    name: 'HAProxy',
    port: 8080,
    file: '/root/haproxy.cfg',
    text: haproxyText(traffic).replace('bind 127.0.0.1:8080', 'bind :8080'),
    check: 'haproxy -c -f /root/haproxy.cfg',
    start: 'systemd-run -q --unit=try-haproxy haproxy -db -f /root/haproxy.cfg',
  },
  {
    name: 'Caddy',
    port: 8081,
    file: '/root/Caddyfile',
    text: caddyText(traffic).replace(':8080 {', ':8081 {'),
    check: 'caddy validate --adapter caddyfile --config /root/Caddyfile',
    start: 'systemd-run -q --unit=try-caddy caddy run --adapter caddyfile --config /root/Caddyfile',
  },
  {
    name: 'Apache',
    port: 8082,
    file: '/etc/apache2/sites-enabled/matrix.conf',
    text: apacheText(traffic).replaceAll('127.0.0.1:8080', '*:8082').replace('Listen *:', 'Listen '),
    check: "sed -i 's/^Listen 80$//' /etc/apache2/ports.conf && apache2ctl configtest",
    start: 'systemctl restart apache2',
    id: /^[0-9a-f]{32}$/,
  },
]

test('the examples are what HAProxy, Caddy and Apache read', async () => {
  for (const [file, check] of [
    ['haproxy.cfg', 'haproxy -c -f /root/example'],
    ['Caddyfile', 'caddy validate --adapter caddyfile --config /root/example'],
    [
      'apache.conf',
      'cp /root/example /etc/apache2/sites-enabled/x.conf; apache2ctl configtest; rm /etc/apache2/sites-enabled/x.conf',
    ],
  ] as const) {
    await put(
      host,
      '/root/example',
      readFileSync(new URL(`../../../examples/proxies/${file}`, import.meta.url), 'utf8'),
    )
    await must(host, check)
  }
})

describe.each(proxies)('$name', ({ port, file, text, check, start, id: expectedId = /^[0-9a-f-]{36}$/ }) => {
  beforeAll(async () => {
    await put(host, file, text)
    await must(host, `${check}\n${start}\nuntil (echo > /dev/tcp/127.0.0.1/${port}) 2>/dev/null; do sleep 0.1; done`)
  })

  test('leads the example of each route, and random requests, where the table of routes says', async () => {
    const random = randomOf(seed)
    const drawn = Array.from({ length: 1500 }, () => randomRequest(random, roles, everything)).filter(isPlain)
    const requests = [...examples, ...drawn]
    const told = await tellAll(host.address, port, requests)
    const wrong = requests.flatMap((request, i) => {
      const { method, target } = request
      const { workers } = serve(traffic, readRequest(`${method} ${target}`)).upstream
      return workers.includes(`${told[i]?.by}`) ? [] : [{ request: `${method} ${target}`, workers, told: told[i] }]
    })
    expect(drawn.length).toBeGreaterThan(300)
    expect(wrong).toEqual([])
  })

  test('a device meets one worker, and a room too, whoever asks', async () => {
    const sync = (token: string): Sent => ({
      ...{ method: 'GET', target: '/_matrix/client/v3/sync?since=1' },
      headers: { authorization: `Bearer ${token}` },
    })
    const ofRoom = (room: string): readonly Sent[] => [
      { method: 'GET', target: `/_matrix/client/v3/rooms/${room}/members`, headers: { authorization: 'Bearer a' } },
      { method: 'GET', target: `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/joined_members` },
      {
        method: 'GET',
        target: `/_matrix/federation/v1/state/${room}?event_id=x`,
        headers: { authorization: 'X-Matrix b' },
      },
    ]
    const by = async (requests: readonly Sent[]) => (await tellAll(host.address, port, requests)).map(told => told.by)
    const devices = await Promise.all(numbers.map(n => by([sync(`t${n}`), sync(`t${n}`), sync(`t${n}`)])))
    const rooms = await Promise.all(numbers.map(n => by(ofRoom(`!r${n}:example.org`))))
    for (const workers of [...devices, ...rooms]) expect(new Set(workers).size).toBe(1)
    expect(new Set(devices.flat()).size).toBe(2)
    expect(new Set(rooms.flat())).toEqual(new Set(['roomworker2']))
  })

  test('a process is told who asks, by an id that its log has too, and the path as it came', async () => {
    const target = '/_matrix/client/v3/rooms/%21a%3Ab.c/send/m%2Ex/1?a=%2F'
    const { headers } = await tell(host.address, port, {
      ...{ method: 'PUT', target },
      headers: { 'x-forwarded-for': '203.0.113.9', 'x-request-id': 'forged' },
    })
    const [from = '', scheme, id, uri] = headers.match(/x-seen: (.*)/i)?.[1]?.split('|') ?? []
    expect(from).toMatch(/^10\./)
    expect(scheme).toBe('http')
    expect(id).toMatch(expectedId)
    expect(uri).toBe(target)
  })
})

const numbers = [1, 2, 3, 4, 5, 6, 7, 8]
const examples: readonly Sent[] = routesInOrder(roles).map(({ route }) => {
  const { method, url } = exampleOf(route)
  return { method, target: url }
})

/** What only nginx resolves (dot segments), refuses or reads without regard to case is not compared. */
function isPlain({ method, target }: Sent): boolean {
  if (!/^[A-Z]+$/.test(method) || method === 'PROPFIND') return false
  if (!/^\/[\w!$&'()*,;=:@~%./?-]*$/.test(target)) return false
  try {
    const [path = ''] = target.split('?')
    const segments = decodeURIComponent(path).split('/')
    return (
      !segments.includes('.') &&
      !segments.includes('..') &&
      !/%00|SINCE/.test(target) &&
      readRequest(`${method} ${target}`) !== null
    )
  } catch {
    return false
  }
}
