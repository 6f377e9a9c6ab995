import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { SwkError } from '../../../src/errors/diagnostic.ts'
import {
  inboundSocket,
  longestSocket,
  replicationSocket,
  workerGateSocket,
  writerGateSocket,
} from '../../../src/topology/model/paths.ts'
import { presets } from '../../../src/topology/model/presets.ts'
import { streams } from '../../../src/topology/model/role.ts'
import { roles } from '../../../src/topology/model/roles/index.ts'
import { deploymentOf } from '../support.ts'

const text = fc.oneof(
  fc.constantFrom(...streams, ...presets.map(({ name }) => name), '!room:example.org', '2G', '50%', 'DEBUG', ''),
  fc.string({ maxLength: 80 }).map(all => all.replace(/[^\x20-\x7e]/g, '')),
)
const scalar = fc.oneof(fc.integer({ min: -3, max: 120 }), fc.double({ noNaN: true }), fc.boolean(), text)
const anything = fc.oneof(
  scalar,
  fc.constant(null),
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(text, scalar, { maxKeys: 3 }),
)
const options = fc.constantFrom(
  ...[
    'count',
    'names',
    'cache_factor',
    'environment',
    'settings',
    'log_level',
    'nice',
    'cpu',
    'memory',
    'rooms',
    'streams',
  ],
  'outbound_federation_restricted_to',
)
const role = fc.oneof(fc.integer({ min: 0, max: 3 }), anything, fc.dictionary(options, anything, { maxKeys: 5 }))
const names = fc.constantFrom(...roles.flatMap(({ name, aliases = [] }) => [name, ...aliases]), 'preset')
const workers = fc.oneof(anything, fc.dictionary(names, role, { maxKeys: 5 }))
const topology = fc.record(
  { workers, nginx: anything, max_connections: anything, drain: anything },
  { requiredKeys: ['workers'] },
)

test('whatever stands there, it is read or refused at a place with an explained code: never an error of swk itself', () => {
  fc.assert(
    fc.property(fc.oneof(topology, anything), synapse => {
      const faults = faultsIn(
        stringify({ synapse }, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'QUOTE_DOUBLE' }),
      )
      for (const { place, message } of faults) {
        expect(place?.line).toBeGreaterThan(0)
        expect(message).toMatch(/[.)]$/)
      }
    }),
    { numRuns: 400 },
  )
})

test('what is read has names of its own, whose sockets are short enough and each there once', () => {
  const name = fc.oneof(fc.constantFrom('clientsync1', 'a', 'A', 'a-b', 'a_b', 'gate'), fc.string({ maxLength: 70 }))
  const given = fc.record({
    'client-sync': fc.integer({ min: 1, max: 3 }),
    pusher: fc.record({ names: fc.array(name) }),
  })
  fc.assert(
    fc.property(given, all => {
      const yaml = stringify({ synapse: { workers: all } }, { defaultStringType: 'QUOTE_DOUBLE' })
      if (faultsIn(yaml).length > 0) return
      const sockets = deploymentOf(yaml).workers.flatMap(({ name: worker }) =>
        [inboundSocket, replicationSocket, workerGateSocket, writerGateSocket].map(socket => socket(worker)),
      )
      expect(new Set(sockets).size).toBe(sockets.length)
      expect(Math.max(...sockets.map(socket => Buffer.byteLength(socket)))).toBeLessThanOrEqual(longestSocket)
    }),
    { numRuns: 300 },
  )
})

function faultsIn(yaml: string) {
  try {
    deploymentOf(yaml)
    return []
  } catch (error) {
    if (error instanceof SwkError) return error.diagnostics
    throw error
  }
}
