import { describe, expect, test } from 'vitest'
import type { FoundWorker } from '../../../src/resources/synapse/workers.ts'
import { check, file, type Host, homeserver } from '../checks/preflight-host.ts'

const found = (name: string, more = '', worker: Partial<FoundWorker> = {}): FoundWorker => ({
  ...{ name, file: `/etc/matrix-synapse/workers/${name}.yaml`, managed: false, active: true, enabled: true },
  unit: `matrix-synapse-worker@${name}.service`,
  text: `worker_app: synapse.app.generic_worker\nworker_name: ${name}\n${more}`,
  ...worker,
})

const port = (number: number, names = 'client, federation') =>
  `worker_listeners:\n  - {type: http, port: ${number}, resources: [{names: [${names}]}]}\n`
const shared = (texts: Record<string, string>) => [
  homeserver,
  file(
    'conf.d/by-hand.yaml',
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, `${key}: ${text}\n`])),
  ),
]

const suggested: readonly [name: string, host: Host, yaml: RegExp][] = [
  [
    'federation_sender_instances',
    { workers: [found('w1')], files: shared({ federation_sender_instances: '[w1]' }) },
    /federation-sender: \{ names: \[w1\] \}/,
  ],
  [
    'its app, of old',
    { workers: [found('w1', '', { text: 'worker_app: synapse.app.media_repository\nworker_name: w1\n' })] },
    /mediaworker: \{ names: \[w1\] \}/,
  ],
  [
    'several streams',
    { workers: [found('w1')], files: shared({ stream_writers: '{typing: w1, to_device: [w1]}' }) },
    /stream-writer: \{ names: \[w1\], streams: \[typing, to_device\] \}/,
  ],
  [
    'what nginx leads to it',
    {
      workers: [found('w1', port(8083))],
      vhost: `upstream syncs { server localhost:8083; }
        server { location ~ ^/_matrix/client/(r0|v3)/sync$ { proxy_pass http://syncs; } location / { proxy_pass http://localhost:8008; } }`,
    },
    /client-sync: \{ names: \[w1/,
  ],
  ['its name', { workers: [found('federation_sender1')] }, /federation-sender: \{ names: \[federation_sender1\] \}/],
  ['what it serves', { workers: [found('w1', port(8083, 'media'))] }, /mediaworker: \{ names: \[w1\] \}/],
]

describe('a worker that the playbook does not name is refused with the role it seems to have, by', () => {
  test.each(suggested)('%s', (_name, host, yaml) => {
    expect(refusal(host)).toMatchObject({
      message: expect.stringContaining('does not name'),
      hint: expect.stringMatching(yaml),
    })
  })
})

test('a role that is declared keeps its number of workers, those that are there first', () => {
  const { hint } = refusal({ workers: [found('clientsync7'), found('room_worker1')], topology: two })
  expect(hint).toContain('client-sync: { names: [clientsync7, clientsync2] }')
})

const two = 'synapse: { workers: { client-sync: 2 } }\n'
const named = 'synapse: { workers: { client-sync: { names: [generic_worker1] } } }\n'

const refused: readonly [name: string, host: Host, message: RegExp][] = [
  [
    'one that runs under a unit of another name',
    { workers: [found('generic_worker1', '', { unit: 'sync.service' })], topology: named },
    /`generic_worker1` runs as sync\.service/,
  ],
  [
    'one whose file holds what swk does not carry over',
    { workers: [found('generic_worker1', '', { hidden: ['worker_replication_secret'] })], topology: named },
    /`worker_replication_secret`, which would be lost/,
  ],
  [
    'one on another host',
    { files: shared({ instance_map: '{main: {host: 10.0.0.1, port: 1}, far: {host: 10.0.0.2, port: 2}}' }) },
    /names far \(10\.0\.0\.2\), and nothing on this host runs that/,
  ],
  [
    'a setting that gives work to a worker without that role',
    { topology: named, files: shared({ stream_writers: '{events: generic_worker1}' }) },
    /`stream_writers` in .* gives work to generic_worker1/,
  ],
  [
    'a main that sends nothing, where nobody else does',
    { topology: named, files: shared({ send_federation: 'false' }) },
    /`send_federation: false` in .* takes a task from the main process, and no worker has it/,
  ],
  [
    'a secret in a file that swk writes',
    { files: [homeserver, file('conf.d/workers.yaml', {}, {}, ['worker_replication_secret'])] },
    /`worker_replication_secret`, which would be lost, and seen/,
  ],
  [
    'a later file that says what the topology says',
    {
      files: [
        homeserver,
        file('conf.d/zz.yaml', { instance_map: 'instance_map: {main: {host: localhost, port: 1}}\n' }),
      ],
    },
    /zz\.yaml would override/,
  ],
]

describe('refused', () => {
  test.each(refused)('%s', (_name, host, message) => expect(() => check(host)).toThrow(message))
})

test('a worker that is named and runs as its unit is taken over', () => {
  const host = { workers: [found('generic_worker1', port(8083))], topology: named }
  expect(() => check(host)).not.toThrow()
})

test('settings in homeserver.yaml that no longer count are told of', () => {
  const texts = { ...homeserver.texts, instance_map: 'instance_map: {main: {host: localhost, port: 9093}}\n' }
  const files = [{ ...homeserver, texts, keys: [...homeserver.keys, 'instance_map'] }]
  expect(check({ files })).toEqual([
    expect.stringMatching(/`instance_map` in .*homeserver\.yaml will no longer have an effect/),
  ])
})

function refusal(host: Host): { readonly message: string; readonly hint: string } {
  try {
    check(host)
  } catch (error) {
    return error as never
  }
  throw new Error('was accepted')
}
