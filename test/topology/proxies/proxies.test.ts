import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { show } from '../../../src/topology/show/index.ts'
import { viewFrom } from '../show/support.ts'

const folder = new URL('../../../examples/proxies', import.meta.url).pathname
const [play] = parse(readFileSync(join(folder, 'site.yaml'), 'utf8'))
const view = viewFrom(stringify(play.topology))

/** `npx vitest -u` writes them anew; a lab test has the proxies themselves check what is printed for them, and asks them. */
test.each([
  ['haproxy', 'haproxy.cfg'],
  ['caddy', 'Caddyfile'],
  ['nginx', 'nginx.conf'],
  ['apache', 'apache.conf'],
] as const)('what is printed for %s is the example', async (format, file) => {
  await expect(show(format, [{ host: 'hs1', view }])).toMatchFileSnapshot(join(folder, file))
})

test('as JSON it is the same: routes in their order, upstreams with their sockets, rooms', () => {
  const [{ routes, upstreams, rooms, default: main }] = JSON.parse(show('json', [{ host: 'hs1', view }])).topologies
  expect(main).toBe('matrix_main')
  expect(rooms).toEqual([{ room: '!busy:example.org', role: 'roomworker', upstream: 'matrix_room_roomworker1' }])
  expect(upstreams).toContainEqual({
    ...{ name: 'matrix_roomworker', role: 'roomworker', workers: ['roomworker2', 'roomworker3'], balance: 'room' },
    sockets: ['/run/matrix-synapse/inbound_roomworker2.sock', '/run/matrix-synapse/inbound_roomworker3.sock'],
  })
  expect(routes).toContainEqual(
    expect.objectContaining({ position: 'none', upstream: 'matrix_initial_sync', methods: ['GET', 'HEAD', 'OPTIONS'] }),
  )
})

test('hosts that differ are headed by comments', () => {
  const other = viewFrom('synapse: { nginx: false, workers: { client-sync: 1 } }')
  const text = show('haproxy', [
    { host: 'a', view },
    { host: 'b', view: other },
  ])
  expect(text).toMatch(/^# a\n/)
  expect(text).toContain('\n# b\n')
})
