import { expect, test } from 'vitest'
import { asked, askedEverywhere } from '../../../../src/topology/checks/verify/asked.ts'
import { monolith } from '../../../../src/topology/model/deployment.ts'
import { typicalFacts } from '../../../../src/topology/model/facts.ts'
import { presets } from '../../../../src/topology/model/presets.ts'
import { deploymentOf, fourRoles } from '../../support.ts'

const named = (yaml: string) =>
  new Map(asked(deploymentOf(yaml), typicalFacts).map(({ method, path, by }) => [`${method} ${path}`, by]))

test('what takes only GET is asked for with another method too, which is for others', () => {
  const all = named(fourRoles)
  expect(all.get('GET /_matrix/client/v3/sync')).toEqual(['clientsync1', 'clientsync2'])
  expect(all.get('PUT /_matrix/client/v3/sync')).toEqual(['main'])
})

test('syncs are asked for with a position and without, where two roles share them', () => {
  const all = named('synapse: { workers: { initial-sync: 1, normal-sync: 1 } }')
  expect(all.get('GET /_matrix/client/v3/sync')).toEqual(['initialsync1'])
  expect(all.get('GET /_matrix/client/v3/sync?since=s0')).toEqual(['normalsync1'])
})

test('a room that has a worker of its own is asked for there', () => {
  const all = named('synapse: { workers: { roomworker: { count: 2, rooms: { "!busy:a.org": 2 } } } }')
  expect(all.get('GET /_matrix/client/v3/rooms/!busy:a.org/members')).toEqual(['roomworker2'])
})

test('what no line names, and what main alone can do, is asked of main', () => {
  const all = named(fourRoles)
  expect(all.get('GET /_matrix/client/v3/swk/names/nothing')).toEqual(['main'])
  expect(all.get('GET /_matrix/client/v3/pushers')).toEqual(['main'])
})

test.each(presets.map(({ name }) => name))('%s: each worker that serves requests is asked for one', name => {
  const deployment = deploymentOf(`synapse: { workers: { preset: ${name} }, max_connections: 1000 }`)
  const found = new Set(asked(deployment, typicalFacts).flatMap(({ by }) => by))
  const serving = deployment.workers.filter(({ role }) => role.routes.length > 0).map(worker => worker.name)
  // Where syncs are split by position, nothing is left for the role that takes them all.
  expect(serving.filter(worker => !found.has(worker))).toEqual(name === 'one-of-each' ? ['clientsync1'] : [])
})

test('of a monolith all is asked of main', () => {
  expect(new Set(asked(monolith, typicalFacts).flatMap(({ by }) => by))).toEqual(new Set(['main']))
})

test('what other homeservers ask stays with the main process of a closed server', () => {
  const closed = { ...typicalFacts, listeners: [{ port: 8008, resources: [{ names: ['client'] }] }] }
  const all = askedEverywhere(deploymentOf(fourRoles), closed)
  const by = new Map(all.map(({ path, by }) => [path, by]))
  expect(by.get('/_matrix/federation/v1/media/download/swk')).toEqual(['main'])
  expect(by.get('/_matrix/client/v1/media/config')).toEqual(['mediaworker1'])
})
