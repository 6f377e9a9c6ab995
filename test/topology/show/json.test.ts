import { expect, test } from 'vitest'
import { readRequest } from '../../../src/topology/routing/request.ts'
import { show, showRequests } from '../../../src/topology/show/index.ts'
import { fourRoles } from '../support.ts'
import { viewFrom } from './support.ts'

const same = [
  { host: 'a', view: viewFrom(fourRoles) },
  { host: 'b', view: viewFrom(fourRoles) },
]
const others = [...same, { host: 'c', view: viewFrom('synapse: { workers: { client-sync: 1 } }') }]
const requests = ['GET /_matrix/client/v3/sync', 'GET /x'].map(readRequest)

test('all of it is one document, hosts for which it is the same are one entry', () => {
  const { synapse, topologies } = JSON.parse(show('json', others))
  expect(synapse).toMatch(/^1\.\d+/)
  expect(topologies.map(({ hosts }: { hosts: string[] }) => hosts)).toEqual([['a', 'b'], ['c']])
  expect(Object.keys(topologies[0])).toEqual([
    ...['hosts', 'processes', 'routes', 'default', 'rooms', 'upstreams', 'tasks', 'files'],
  ])
  expect(topologies[1].processes[1]).toEqual({
    name: 'clientsync1',
    role: 'client-sync',
    sockets: ['/run/matrix-synapse/inbound_clientsync1.sock'],
    routes: topologies[1].routes.filter(({ role }: { role: string }) => role === 'client-sync').length,
    writes: [],
  })
  expect(topologies[1].routes).toContainEqual(
    expect.objectContaining({ upstream: 'matrix_client_sync', workers: ['clientsync1'] }),
  )
})

test.each(['table', 'tasks', 'files', 'mermaid'] as const)(
  'as %s, hosts head their blocks only where they differ',
  format => {
    const once = show(format, same)
    expect(once).toBe(show(format, same.slice(0, 1)))
    const head = format === 'mermaid' ? '%% ' : ''
    const both = show(format, others)
    expect(both.startsWith(`${head}a, b\n${once}`)).toBe(true)
    expect(both).toContain(`\n\n${head}c\n`)
  },
)

test('a request is one JSON line; hosts are named only where they differ', () => {
  const lines = (text: string) =>
    text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
  const one = lines(showRequests('json', requests, same))
  expect(one.map(line => Object.keys(line))).toEqual(Array(2).fill(['request', 'role', 'workers', 'because']))
  const two = lines(showRequests('json', requests, others))
  expect(two.map(({ hosts, workers }) => [hosts, workers])).toEqual([
    [
      ['a', 'b'],
      ['clientsync1', 'clientsync2'],
    ],
    [['a', 'b'], ['main']],
    [['c'], ['clientsync1']],
    [['c'], ['main']],
  ])
})

test('hosts that answer the asked requests alike are told once', () => {
  const main = requests.slice(1)
  expect(showRequests('text', main, others)).toMatch(
    /^GET \/x\n {2}main\n {2}.*default matrix_main; \(no other line names it\)\n$/,
  )
})
