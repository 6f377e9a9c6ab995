/** What is made of the words in which a host tells of its Synapse. */
import { describe, expect, test } from 'vitest'
import type { Kind, Ref } from '../../src/resources/kind.ts'
import { synapseMap, synapseMapKind } from '../../src/resources/synapse/map.ts'
import { synapsePositions, synapsePositionsKind } from '../../src/resources/synapse/positions.ts'
import { synapseProcesses, synapseProcessesKind } from '../../src/resources/synapse/processes.ts'
import { type ServedSpec, served, servedKind } from '../../src/resources/synapse/served.ts'
import { type SmokeTestSpec, synapseSmokeTest, synapseSmokeTestKind } from '../../src/resources/synapse/smoke-test.ts'

const read = (kind: Kind, ref: Ref, text: string) => kind.read(Buffer.from(text), [ref]).get(`${ref.kind}:${ref.id}`)

test('processes with their units, files and ports, both of IPv4 and IPv6', () => {
  const text = `@process 17 homeserver matrix-synapse.service
config /etc/matrix-synapse/homeserver.yaml
listens 0100007F:1F48
listens 00000000000000000000000001000000:1F48
@process 90 generic_worker 
`
  const state = read(synapseProcessesKind, synapseProcesses, text)
  expect(JSON.parse(String(state?.processes))).toEqual([
    {
      ...{
        pid: 17,
        unit: 'matrix-synapse.service',
        app: 'homeserver',
        config: ['/etc/matrix-synapse/homeserver.yaml'],
      },
      listens: ['127.0.0.1:8008', '[::1]:8008'],
    },
    { pid: 90, unit: '', app: 'generic_worker', config: [], listens: [] },
  ])
})

describe('positions', () => {
  const positions = (text: string) => read(synapsePositionsKind, synapsePositions, text)
  test('of each database that is a Synapse', () => {
    expect(positions('@database synapse\n@holds synapse events master\n')).toEqual({
      ...{ holders: ['synapse events master'], databases: ['synapse'] },
      error: null,
    })
  })
  test('or what PostgreSQL said instead', () => {
    expect(positions('psql: error: no\n')).toMatchObject({ databases: [], error: 'psql: error: no' })
  })
})

describe('a round', () => {
  const door = { address: '127.0.0.1', port: 80, tls: false, host: 'a.org' }
  const spec: SmokeTestSpec = { user: 'matrix-synapse', python: '/python', config: ['/etc/a'], main: door, front: door }
  const round = (text: string) => {
    const state = read(synapseSmokeTestKind, synapseSmokeTest(spec), text)
    return { steps: JSON.parse(String(state?.steps)), left: state?.left }
  }
  test('tells its steps, and whom it could not remove', () => {
    const text = '{"step": "a", "ms": 5}\n{"step": "b", "ms": 1, "error": "no"}\n{"left": "@swk-verify-1:a.org"}\n'
    expect(round(text)).toEqual({
      steps: [
        { step: 'a', ms: 5 },
        { step: 'b', ms: 1, error: 'no' },
      ],
      left: '@swk-verify-1:a.org',
    })
  })
  test('that breaks off tells the last word of its interpreter', () => {
    expect(round('Traceback\n{"step": "a", "ms": 5}\nModuleNotFoundError: yaml\n').steps.at(-1)).toEqual({
      ...{ step: 'the round', ms: 0, error: 'ModuleNotFoundError: yaml' },
    })
  })
  test('has nothing secret among its arguments', () => {
    const script = synapseSmokeTestKind.probe([synapseSmokeTest(spec)])
    expect(script).toContain('/etc/a')
    expect(Object.keys(JSON.parse(synapseSmokeTest(spec).id)).toSorted()).toEqual([
      'config',
      'front',
      'main',
      'python',
      'user',
    ])
  })
})

describe("Synapse's own list", () => {
  const list = (text: string) => read(synapseMapKind, synapseMap('a', '/python'), text)
  test('stands in one line, whatever is said before', () => {
    expect(list('warning\n{"version": "1.1", "routes": []}\n')).toEqual({ version: '1.1', routes: '[]', error: null })
  })
  test('or is not there, with the reason', () => {
    expect(list('ModuleNotFoundError: synapse\n')).toMatchObject({
      routes: '[]',
      error: 'ModuleNotFoundError: synapse',
    })
  })
})

test('requests: who answered, or where nginx led them, or neither', () => {
  const requests = ['/a', '/b', '/c'].map(path => ({ method: 'GET', path, at: 0 }))
  const spec: ServedSpec = { requests, entrances: [{ address: '::1', port: 80, tls: false, host: 'a' }], logs: [] }
  const text = 'status 0 401\nstatus 1 401\nby 0 main\nvia 1 /run/a.sock\n@end\n'
  expect(read(servedKind, served(spec), text)).toEqual({
    ...{ status: ['401', '401', '0'], by: ['main', '', ''], via: ['', '/run/a.sock', ''] },
  })
})
