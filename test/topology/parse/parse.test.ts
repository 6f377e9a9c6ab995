import { describe, expect, test } from 'vitest'
import { SwkError } from '../../../src/errors/diagnostic.ts'
import { deploymentOf, fourRoles } from '../support.ts'

const names = (yaml: string) => deploymentOf(yaml).workers.map(worker => worker.name)

test('workers are named after their role and numbered', () => {
  expect(names(fourRoles)).toEqual([
    'clientsync1',
    'clientsync2',
    'roomworker1',
    'roomworker2',
    'federationsender1',
    'mediaworker1',
  ])
})

test('the order in the playbook changes nothing', () => {
  const turned =
    'synapse: { workers: { mediaworker: 1, client_sync: { count: 2 }, federation-sender: 1, roomworker: 2 } }'
  expect(names(turned)).toEqual(names(fourRoles))
})

const wrong: readonly [name: string, yaml: string, ...expected: readonly object[]][] = [
  [
    'a misspelt role',
    'synapse:\n  workers:\n    client-snyc: 2',
    { code: 'bad-topology', line: 3, column: 5, hint: 'did you mean client-sync?' },
  ],
  [
    'a role that nobody has',
    'synapse:\n  workers:\n    washing-machine: 1',
    { code: 'bad-topology', line: 3, expected: expect.stringContaining('roomworker') },
  ],
  [
    'no workers at all',
    'synapse:\n  workers:\n    mediaworker: 0',
    { code: 'bad-topology', line: 3, column: 18, found: '0' },
  ],
  ['a negative number', 'synapse:\n  workers:\n    mediaworker: -1', { code: 'bad-topology', found: '-1' }],
  ['half a worker', 'synapse:\n  workers:\n    mediaworker: 1.5', { code: 'bad-topology', found: '1.5' }],
  ['a number in words', 'synapse:\n  workers:\n    mediaworker: two', { code: 'wrong-type', line: 3 }],
  ['a number in quotes', 'synapse:\n  workers:\n    mediaworker: "2"', { code: 'wrong-type', line: 3 }],
  ['nothing behind a role', 'synapse:\n  workers:\n    mediaworker:', { code: 'wrong-type', line: 3 }],
  ['a list of counts', 'synapse:\n  workers:\n    mediaworker: [1]', { code: 'wrong-type', line: 3 }],
  [
    'an unknown key of a role',
    'synapse:\n  workers:\n    mediaworker: { count: 1, colour: red }',
    { code: 'unknown-key', line: 3, column: 30 },
  ],
  [
    'a misspelt count',
    'synapse:\n  workers:\n    mediaworker: { cuont: 1 }',
    { code: 'unknown-key', hint: 'did you mean count?' },
  ],
  ['a role without its count', 'synapse:\n  workers:\n    mediaworker: {}', { code: 'missing-key' }],
  ['workers as a list', 'synapse:\n  workers: [mediaworker]', { code: 'wrong-type', line: 2 }],
  ['another server', 'dendrite:\n  workers: {}', { code: 'unknown-key', line: 1 }, { code: 'missing-key' }],
  ['a misspelt server', 'synaspe:\n  workers: {}', { code: 'unknown-key', hint: 'did you mean synapse?' }],
  [
    'a key beside workers',
    'synapse:\n  workers: { mediaworker: 1 }\n  wrokers: 1',
    { code: 'unknown-key', line: 3, hint: 'did you mean workers?' },
  ],
  [
    'workers without synapse above them',
    'workers: small',
    { code: 'unknown-key', hint: 'Put it one level down: synapse: { workers: ... }.' },
    { code: 'missing-key' },
  ],
  [
    'roles without workers above them',
    'synapse:\n  client_sync: 2\n  redis: true',
    { code: 'unknown-key', hint: 'Put it one level down: workers: { client_sync: ... }.' },
    { code: 'missing-key' },
    { code: 'unknown-key', hint: 'Leave it out: swk sets Redis up.' },
  ],
  [
    'a setting of Synapse beside the count',
    'synapse:\n  workers:\n    mediaworker: { count: 1, max_image_pixels: 16M }',
    { code: 'unknown-key', hint: 'Write a Synapse setting one level deeper: settings: { max_image_pixels: ... }.' },
  ],
  [
    'the media taken from a preset that has a writer of quarantined media',
    'synapse:\n  workers:\n    preset: one-of-each\n    mediaworker: 0',
    { code: 'quarantine-without-media', line: 4, hint: 'Write quarantined-media: 0 as well: main does both.' },
  ],
  [
    'a role beside the list of a preset that has its stream',
    'synapse:\n  workers:\n    preset: medium\n    typing: 1',
    { code: 'stream-of-two-roles', line: 4, column: 5 },
  ],
  ['nothing', '', { code: 'missing-key' }],
  ['a hundred and one of a role', 'synapse:\n  workers:\n    client-sync: 101', { code: 'bad-topology', line: 3 }],
  [
    'too many in all',
    'synapse:\n  workers:\n    client-sync: 60\n    roomworker: 60',
    { code: 'too-many-workers', found: '120 workers' },
  ],
  ['two mistakes', 'synapse:\n  workers:\n    client-snyc: 2\n    mediaworker: 0', { line: 3 }, { line: 4 }],
]

test.each(['typing', 'to-device', 'account_data', 'presence', 'push-rules'])(
  'two of %s are two writers of one stream',
  role => {
    expect(faultsOf(`synapse: { workers: { ${role}: 2 } }`)).toMatchObject([{ code: 'two-writers' }])
    expect(faultsOf(`synapse: { workers: { ${role}: { names: [a, b] } } }`)).toMatchObject([{ code: 'two-writers' }])
  },
)

test.each(['events', 'receipts', 'device-lists', 'thread-subscriptions'])('%s may have several writers', role => {
  expect(names(`synapse: { workers: { ${role}: 3 } }`)).toHaveLength(3)
})

test('a mapping without a count keeps that of the preset, and its streams', () => {
  const { workers } = deploymentOf('synapse: { workers: { preset: medium, stream-writer: { cache_factor: 2 } } }')
  const writer = workers.find(({ name }) => name === 'streamwriter1')
  expect(writer?.options).toMatchObject({ cacheFactor: 2, streams: expect.arrayContaining(['typing', 'receipts']) })
})

test('0 takes a role of a preset away', () => {
  const all = names('synapse: { workers: { preset: small, mediaworker: 0, pusher: 0 } }')
  expect(all).toEqual(['clientsync1', 'roomworker1', 'federationsender1'])
})

test('no workers are a monolith', () => {
  expect(names('synapse: { workers: {} }')).toEqual([])
})

describe('refused at its place', () => {
  test.each(wrong)('%s', (_name, yaml, ...expected) => {
    expect(faultsOf(yaml)).toMatchObject(expected)
  })
})

function faultsOf(yaml: string) {
  try {
    deploymentOf(yaml)
    return []
  } catch (error) {
    if (!(error instanceof SwkError)) throw error
    return error.diagnostics.map(({ place, ...rest }) => ({ ...rest, line: place?.line, column: place?.column }))
  }
}
