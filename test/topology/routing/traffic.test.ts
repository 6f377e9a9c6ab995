import { describe, expect, test } from 'vitest'
import { type Deployment, ofRole, rolesOf } from '../../../src/topology/model/deployment.ts'
import { routesText } from '../../../src/topology/nginx/routes.ts'
import { upstreamsText } from '../../../src/topology/nginx/upstreams.ts'
import { readRequest } from '../../../src/topology/routing/request.ts'
import { allRunning, type Running, serve, trafficOf } from '../../../src/topology/routing/traffic.ts'
import { deploymentOf } from '../support.ts'

const busy = '!Busy:example.org'
const deployment = deploymentOf(
  `synapse: { workers: { roomworker: { count: 3, rooms: { "${busy}": 2 } }, typing: 1, client-sync: 2 } }`,
)

/** Of the deployment, without some. */
const without = (...names: readonly string[]): Running =>
  new Map(
    rolesOf(deployment)
      .map(role => [role, ofRole(deployment, role).filter(({ name }) => !names.includes(name))] as const)
      .filter(([, workers]) => workers.length > 0),
  )
const who = (request: string, running = allRunning(deployment), of: Deployment = deployment) =>
  serve(trafficOf(of, running), readRequest(request)).upstream.workers

describe('a room with a worker of its own', () => {
  const inRoom = (room: string) => `GET /_matrix/client/v3/rooms/${encodeURIComponent(room)}/members`

  test('goes there alone, and the others go to the others', () => {
    expect(who(inRoom(busy))).toEqual(['roomworker2'])
    expect(who(inRoom('!other:example.org'))).toEqual(['roomworker1', 'roomworker3'])
    expect(who(inRoom(busy.toLowerCase()))).toEqual(['roomworker1', 'roomworker3'])
    expect(who(`GET /_matrix/federation/v1/state/${busy}?event_id=x`)).toEqual(['roomworker2'])
  })

  test('goes to the others while its worker does not run, and they to it where it alone does', () => {
    expect(who(inRoom(busy), without('roomworker2'))).toEqual(['roomworker1', 'roomworker3'])
    const alone = without('roomworker1', 'roomworker3')
    expect(who(inRoom('!other:example.org'), alone)).toEqual(['roomworker2'])
  })

  test('what is not the role of its worker is served as ever', () => {
    expect(who(`PUT /_matrix/client/v3/rooms/${busy}/typing/@u:b.c`)).toEqual(['typing1'])
    expect(who(`POST /_matrix/client/v3/rooms/${busy}/upgrade`)).toEqual(['main'])
  })

  test('stands in nginx as a pattern, since keys of a map know no capitals', () => {
    const traffic = trafficOf(deployment, allRunning(deployment))
    expect(routesText(traffic)).toContain('"~^!Busy:example\\.org\\z" matrix_room_roomworker2;')
    expect(routesText(traffic)).toMatch(/rooms\/.*" \$matrix_roomworker;/)
    expect(upstreamsText(traffic)).toContain('map $uri $matrix_room {')
  })
})

test('one that is alone in its role stands behind its gate; of several that a role has, one that is left does not', () => {
  const socketsOf = (running: Running, name: string) =>
    trafficOf(deployment, running).upstreams.find(upstream => upstream.name === name)?.sockets
  expect(socketsOf(allRunning(deployment), 'matrix_typing')).toEqual(['/run/matrix-synapse/gate_inbound_typing1.sock'])
  expect(socketsOf(without('clientsync1'), 'matrix_client_sync')).toEqual([
    '/run/matrix-synapse/inbound_clientsync2.sock',
  ])
})

test('who is alone is named twice, and nothing spreads requests over one', () => {
  const text = upstreamsText(trafficOf(deployment, without('clientsync1')))
  const server = '    server unix:/run/matrix-synapse/inbound_clientsync2.sock max_fails=0;\n'
  expect(text).toContain(`upstream matrix_client_sync {\n${server}${server}}`)
  expect(text).not.toContain('$matrix_token')
})

test("what a role would serve of whom none runs is main's", () => {
  expect(who('GET /_matrix/client/v3/sync', without('clientsync1', 'clientsync2'))).toEqual(['main'])
  expect(who('GET /_matrix/client/v3/sync', new Map())).toEqual(['main'])
})

test('a sync that begins anew and one that goes on have workers of their own', () => {
  const split = deploymentOf('synapse: { workers: { initial-sync: 1, normal-sync: 2 } }')
  const to = (query: string) => who(`GET /_matrix/client/v3/sync${query}`, allRunning(split), split)
  expect(to('')).toEqual(['initialsync1'])
  expect(to('?since=s1')).toEqual(['normalsync1', 'normalsync2'])
  expect(to('?since=s1&full_state=true')).toEqual(['initialsync1'])
})

test('routes of a role that are spread in another way have an upstream of their own', () => {
  const creators = deploymentOf('synapse: { workers: { event-creator: 2 } }')
  const text = upstreamsText(trafficOf(creators, allRunning(creators)))
  expect(text).toMatch(/upstream matrix_event_creator \{\n {4}hash \$matrix_room consistent;/)
  expect(text).toMatch(/upstream matrix_event_creator_by_user \{\n {4}hash \$matrix_token consistent;/)
})
