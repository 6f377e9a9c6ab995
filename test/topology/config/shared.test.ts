import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { everyonesFiles, sharedFiles, sharedFilesOf, sharedFilesOfMain } from '../../../src/topology/config/shared.ts'
import { workerFiles } from '../../../src/topology/config/worker.ts'
import { type Deployment, monolith, workersOf } from '../../../src/topology/model/deployment.ts'
import { withReplication } from '../../../src/topology/model/listeners.ts'
import { isOurs } from '../../../src/topology/model/managed-file.ts'
import type { Role } from '../../../src/topology/model/role.ts'
import { roles } from '../../../src/topology/model/roles/index.ts'
import { holdingSocketsOf } from '../../../src/topology/systemd/holding-sockets.ts'
import { unitFiles } from '../../../src/topology/systemd/units.ts'
import { factsWith } from '../support.ts'

const role = (name: string): Role => roles.find(one => one.name === name) as Role
const withWorkers = (counts: Record<string, number>, more: Partial<Deployment> = {}): Deployment => ({
  ...monolith,
  workers: Object.entries(counts).flatMap(([name, count]) => workersOf(role(name), count)),
  ...more,
})
const conf = (name: string) => `/etc/matrix-synapse/conf.d/${name}.yaml`
const textOf = (deployment: Deployment, name: string, facts = factsWith({})) =>
  sharedFiles(deployment, facts).find(({ path }) => path === conf(name))?.text
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

describe('files of conf.d', () => {
  test('what no role fills is to be gone, and only that', () => {
    const files = sharedFiles(withWorkers({ mediaworker: 1 }), factsWith({}))
    const there = files.filter(({ text }) => text !== null).map(({ path }) => nameOf(path))
    expect(there).toEqual(['listeners.yaml', 'redis.yaml', 'workers.yaml', 'media.yaml'])
    expect(files.length).toBeGreaterThan(there.length)
  })

  test('are the same for every deployment, so that none is forgotten when its role goes', () => {
    const paths = (deployment: Deployment) => sharedFiles(deployment, factsWith({})).map(({ path }) => path)
    expect(paths(withWorkers({ 'client-sync': 1 }))).toEqual(paths(withWorkers({ mediaworker: 2 })))
    expect(paths(monolith)).toEqual(paths(withWorkers({ mediaworker: 2 })))
    expect(paths(monolith).toSorted()).toEqual(sharedFilesOfMain.toSorted())
  })

  test('a worker restarts with those of everybody and that of its role', () => {
    const { workers } = withWorkers({ 'federation-sender': 1, 'client-sync': 1 })
    const [sender, sync] = workers.map(sharedFilesOf)
    expect(sender).toEqual([...everyonesFiles, conf('federation-senders')])
    expect(sync).toEqual(everyonesFiles)
  })

  test('a monolith has none of them', () => {
    expect(sharedFiles(monolith, factsWith({})).filter(({ text }) => text !== null)).toEqual([])
    expect(unitFiles(monolith, factsWith({})).filter(({ text }) => text !== null)).toEqual([])
  })
})

describe('listeners of main', () => {
  const own = 'listeners:\n  - port: 8008\n    type: http\n    resources:\n      - names: [client, federation, media]\n'
  const file = (path: string, listeners: string) => ({ path, keys: ['listeners'], texts: { listeners }, picks: {} })
  const converted = (listeners: string) =>
    factsWith({
      files: [file('/etc/matrix-synapse/homeserver.yaml', own), file(conf('listeners'), listeners)],
      listenersText: listeners,
    })
  const names = (text: string | null | undefined) =>
    parse(text ?? '', { version: '1.1' }).listeners.map((listener: { resources: { names: string[] }[] }) =>
      listener.resources.flatMap(resource => resource.names),
    )

  test('follow the original list while nobody has changed theirs: media comes back', () => {
    const facts = converted(withReplication(own, { media: false }))
    expect(names(textOf(withWorkers({ 'client-sync': 1 }), 'listeners', facts))).toEqual([
      ['client', 'federation', 'media'],
      ['replication'],
    ])
    expect(textOf(monolith, 'listeners', facts)).toBeNull()
  })

  const metrics = '  - port: 9000\n    type: metrics\n    resources:\n      - names: [metrics]\n'

  test('keep what a person added, also in a monolith', () => {
    const facts = converted(withReplication(own, { media: false }) + metrics)
    expect(names(textOf(withWorkers({ mediaworker: 1 }), 'listeners', facts))).toEqual([
      ['client', 'federation'],
      ['replication'],
      ['metrics'],
    ])
    expect(names(textOf(monolith, 'listeners', facts))).toEqual([['client', 'federation'], ['metrics']])
  })

  test('what they become in a monolith stays as it is', () => {
    const facts = converted(withReplication(own, { media: false }) + metrics)
    const text = textOf(monolith, 'listeners', facts) ?? ''
    const again = converted(text.slice(text.indexOf('\n') + 1))
    expect(textOf(monolith, 'listeners', again)).toBe(text)
  })

  test("a list of a person is never taken for swk's", () => {
    const [{ mark } = {}] = sharedFiles(monolith, converted(own + metrics))
    expect(isOurs(own, mark)).toBe(false)
    expect(isOurs(textOf(withWorkers({ mediaworker: 1 }), 'listeners') ?? '', mark)).toBe(true)
  })
})

describe('gates', () => {
  const socketsOf = (deployment: Deployment, version = '1.163.0') =>
    holdingSocketsOf(deployment, factsWith({ version })).map(({ socket }) => nameOf(socket))

  test('stand before main, workers that are alone, and writers', () => {
    expect(socketsOf(withWorkers({ 'client-sync': 2, roomworker: 1, 'federation-sender': 1 }))).toEqual([
      'gate.sock',
      'gate_replication.sock',
      'gate_inbound_roomworker1.sock',
    ])
    expect(socketsOf(withWorkers({ mediaworker: 1 }))).toContain('gate_replication_mediaworker1.sock')
  })

  test('a monolith has none', () => {
    expect(holdingSocketsOf(monolith, factsWith({}))).toEqual([])
  })

  test('other processes come to a writer through its gate', () => {
    const deployment = withWorkers({ mediaworker: 1 })
    const map = parse(textOf(deployment, 'workers') ?? '').instance_map
    expect(map.mediaworker1.path).toBe(
      holdingSocketsOf(deployment, factsWith({})).find(({ serviceUnit }) => serviceUnit.includes('gate-writer@'))
        ?.socket,
    )
  })
})

test('senders that alone speak to other servers are reached by all', () => {
  const deployment = withWorkers({ 'federation-sender': 2 }, { restrictsOutbound: true })
  const settings = parse(textOf(deployment, 'workers') ?? '')
  expect(settings.outbound_federation_restricted_to).toEqual(['federationsender1', 'federationsender2'])
  expect(Object.keys(settings.instance_map)).toEqual(['main', 'federationsender1', 'federationsender2'])
  for (const worker of deployment.workers) {
    expect(workerFiles(worker, deployment, factsWith({})).at(-1)?.text).toContain('names: [replication]')
  }
})
