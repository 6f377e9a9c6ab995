/** What the checks that only read make of what is found. On real hosts: test/lab/verify.test.ts. */
import { describe, expect, test } from 'vitest'
import type { State } from '../../../../src/resources/kind.ts'
import type { SynapseProcess } from '../../../../src/resources/synapse/processes.ts'
import type { Check } from '../../../../src/topology/checks/verify/check.ts'
import { health } from '../../../../src/topology/checks/verify/health.ts'
import { listening } from '../../../../src/topology/checks/verify/listening.ts'
import { positions } from '../../../../src/topology/checks/verify/positions.ts'
import { processes } from '../../../../src/topology/checks/verify/processes.ts'
import { type Deployment, monolith } from '../../../../src/topology/model/deployment.ts'
import type { Facts } from '../../../../src/topology/model/facts.ts'
import { deploymentOf, factsWith, observedOf } from '../../support.ts'

const deployment = deploymentOf('synapse: { workers: { client-sync: 1, federation-sender: 1, typing: 1, events: 2 } }')

type Found = { readonly states?: Record<string, State>; readonly facts?: Partial<Facts>; readonly of?: Deployment }

function look(check: Check, { states = {}, facts = {}, of = deployment }: Found) {
  const subject = { deployment: of, facts: factsWith(facts), entrances: [] }
  const observed = observedOf(states)
  return { faults: check.faults(subject, observed), warnings: check.warnings?.(subject, observed) ?? [] }
}

const config = ['/etc/matrix-synapse/homeserver.yaml', '/etc/matrix-synapse/conf.d/']
const process = (unit: string, more: Partial<SynapseProcess> = {}): SynapseProcess => {
  return { pid: 1, unit, app: 'generic_worker', config, listens: [], ...more }
}
const running = (...all: readonly SynapseProcess[]) => ({
  states: { 'synapse-processes:': { processes: JSON.stringify(all) } },
})
const worker = 'matrix-synapse-worker@clientsync1.service'

describe('processes', () => {
  test('those of the topology are no strangers', () => {
    expect(look(processes, running(process('matrix-synapse.service'), process(worker))).faults).toEqual([])
  })
  test('one that nobody named is a fault, wherever it was started', () => {
    const found = running(process('session-1.scope', { pid: 7, config: [...config, '/tmp/x.yaml'] }))
    expect(look(processes, found).faults).toEqual([
      'process 7 runs synapse.app.generic_worker with /tmp/x.yaml (session-1.scope)',
    ])
  })
  test('another homeserver on the same host is not looked at', () => {
    expect(
      look(processes, running(process('other.service', { config: ['/etc/other/homeserver.yaml'] }))).faults,
    ).toEqual([])
  })
  test('two in one unit are one too many', () => {
    const found = running(process(worker, { pid: 3 }), process(worker, { pid: 4 }))
    expect(look(processes, found).faults).toEqual([`${worker} has 2 processes (3, 4)`])
  })
  test('a monolith has no workers', () => {
    expect(look(processes, { ...running(process(worker)), of: monolith }).faults).toHaveLength(1)
  })
})

describe('ports', () => {
  const main = (...listens: readonly string[]) => process('matrix-synapse.service', { listens })
  test('main has those of its listeners, workers have none', () => {
    const found = running(main('127.0.0.1:8008', '[::1]:9000'), process(worker, { listens: ['127.0.0.1:9123'] }))
    expect(look(listening, found).faults).toEqual([
      'clientsync1 listens on 127.0.0.1:9123',
      'main listens on [::1]:9000, which its `listeners` do not name',
    ])
  })
  test('a worker may have those that its settings name', () => {
    const of = deploymentOf('synapse: { workers: { client-sync: { count: 1, settings: { worker_manhole: 9123 } } } }')
    expect(look(listening, { ...running(process(worker, { listens: ['127.0.0.1:9123'] })), of }).faults).toEqual([])
  })
  test('main open to all, and replication on a port, are warned of', () => {
    const listeners = [{ port: 8008, resources: [{ names: ['client', 'federation'] }] }]
    const replication = [{ port: 9093, bind_addresses: ['127.0.0.1'], resources: [{ names: ['replication'] }] }]
    const { warnings } = look(listening, { facts: { listeners: [...listeners, ...replication] } })
    expect(warnings.map(warning => warning.split(':')[0])).toEqual([
      'main listens on port 8008 for everybody',
      'main has replication on port 9093',
    ])
  })
})

describe('positions', () => {
  const held = (...holders: readonly string[]) => ({
    states: {
      'synapse-positions:': { holders: holders.map(row => `synapse ${row}`), databases: ['synapse'], error: null },
    },
  })
  test('of writers that are configured are right', () => {
    const found = held('events events1', 'backfill events2', 'receipts master', 'federation_sender federationsender1')
    expect(look(positions, found)).toEqual({ faults: [], warnings: [] })
  })
  test('of others are told, once for each', () => {
    const found = held('events master', 'backfill master', 'presence_stream typing1', 'federation_sender master')
    expect(look(positions, found).faults).toEqual([
      'stream events is for events1, events2, but master holds a position of it',
      'stream presence is for master, but typing1 holds a position of it',
      'the queue for other servers is for federationsender1, but master holds a position of it',
    ])
  })
  test('that cannot be read are warned of', () => {
    const { faults, warnings } = look(positions, {
      states: { 'synapse-positions:': { holders: [], databases: [], error: 'PostgreSQL is not on this host' } },
    })
    expect(faults).toEqual([])
    expect(warnings).toEqual(['positions of streams were not looked at: PostgreSQL is not on this host'])
  })
  test('of a database on another machine are not asked for here', () => {
    const files = [{ path: '/etc/a.yaml', keys: ['database'], texts: {}, picks: { 'database.host': 'db.example.org' } }]
    expect(look(positions, { ...held('events master'), facts: { files } })).toEqual({
      faults: [],
      warnings: ['positions of streams were not looked at: PostgreSQL is on db.example.org'],
    })
  })
})

test('a version that is installed and does not run is a fault', () => {
  const subject = { deployment: monolith, facts: factsWith({ version: '1.164.0' }), entrances: [] }
  const states = Object.fromEntries(
    health.reads(subject).map(({ kind, id }) => [`${kind}:${id}`, { status: 200, server: 'Synapse/1.163.2' }]),
  )
  expect(look(health, { states, facts: { version: '1.164.0' }, of: monolith }).faults).toEqual([
    'Synapse 1.164.0 is installed, and 1.163.2 runs: `systemctl restart matrix-synapse.target` brings all to one version',
  ])
  expect(look(health, { states, facts: { version: '1.163.2' }, of: monolith }).faults).toEqual([])
})
