import { describe, expect, test } from 'vitest'
import type { State } from '../../src/resources/kind.ts'
import type { ConfigFile, SynapseState } from '../../src/resources/synapse.ts'
import type { SynapseHostState } from '../../src/resources/synapse-host.ts'
import type { FoundWorker } from '../../src/resources/synapse-workers.ts'
import { preflightModule } from '../../src/topology/modules/preflight.ts'
import { deploymentOf, fourRoles, observedOf } from './support.ts'

type Host = {
  readonly synapse?: Partial<SynapseState> | null
  readonly files?: readonly ConfigFile[]
  readonly redis?: State
  readonly nginx?: State | null
  readonly vhost?: string
  readonly workers?: readonly FoundWorker[]
  readonly host?: Partial<SynapseHostState>
  readonly topology?: string
}

const file = (
  name: string,
  texts: Record<string, string>,
  picks: Record<string, string> = {},
  keys: string[] = [],
): ConfigFile => ({
  path: `/etc/matrix-synapse/${name}`,
  keys: [...Object.keys(texts), ...keys],
  texts,
  picks,
})

const homeserver = file(
  'homeserver.yaml',
  {
    server_name: 'server_name: example.org\n',
    listeners:
      'listeners:\n  - port: 8008\n    type: http\n    bind_addresses: [127.0.0.1]\n    resources:\n      - names: [client, federation]\n',
  },
  { 'database.name': 'psycopg2' },
  ['database'],
)
const vhostPath = '/etc/nginx/sites-available/matrix'

function check(host: Host = {}): readonly string[] {
  const synapse: SynapseState = {
    user: 'matrix-synapse',
    fragment: '/lib/systemd/system/matrix-synapse.service',
    workingDirectory: '/var/lib/matrix-synapse',
    python: '/opt/venvs/matrix-synapse/bin/python',
    configPaths: ['/etc/matrix-synapse/homeserver.yaml', '/etc/matrix-synapse/conf.d/'],
    environmentFiles: [],
    environment: [],
    runtimeDirectory: '',
    protectSystem: 'no',
    version: '1.163.2',
    logFile: null,
    files: JSON.stringify(host.files ?? [homeserver]),
    ...host.synapse,
  }
  const nginx =
    host.nginx === undefined ? { user: 'www-data', includes: [vhostPath], proxying: [vhostPath] } : host.nginx
  const text = host.vhost ?? 'server { location /_matrix { proxy_pass http://localhost:8008; } }'
  const states: Record<string, State | null> = {
    'synapse:matrix-synapse.service': host.synapse === null ? null : synapse,
    'nginx:': nginx,
    'redis:/run/redis/redis-server.sock': host.redis ?? { channels: [], error: null, tcp: [] },
    'synapse-host:': { maxConnections: 100, memoryTotal: 4000, memoryAvailable: 3000, visitors: [], ...host.host },
    'synapse-workers:/etc/matrix-synapse/workers': { workers: JSON.stringify(host.workers ?? []) },
    [`path:${vhostPath}`]: { type: 'file', text },
  }
  const observed = observedOf(states as Record<string, State>)
  const args = { deployment: deploymentOf(host.topology ?? fourRoles) }
  preflightModule.plan(args, observed)
  return preflightModule.warnings?.(args, observed) ?? []
}

const sharedAs = (name: string, key: string, text: string) => [homeserver, file(`conf.d/${name}`, { [key]: text })]

const refused: readonly [name: string, host: Host, message: RegExp][] = [
  ['no Synapse', { synapse: null }, /no matrix-synapse.service/],
  ['a version that cannot be told', { synapse: { version: null } }, /cannot be told/],
  ['1.94', { synapse: { version: '1.94.0' } }, /1\.94\.0 is too old/],
  ['1.100 without a secret of its own', { synapse: { version: '1.100.0' } }, /replication secret/],
  ['1.155, in which nobody can quarantine media', { synapse: { version: '1.155.0' } }, /`mediaworker` does not work/],
  [
    'SQLite',
    { files: [{ ...homeserver, picks: { 'database.name': 'sqlite3' } }] },
    /`sqlite3`; workers need PostgreSQL/,
  ],
  ['a database in no file', { files: [{ ...homeserver, picks: {} }] }, /no `database`/],
  [
    'no server_name',
    { files: [{ ...homeserver, texts: { listeners: homeserver.texts.listeners ?? '' } }] },
    /no `server_name`/,
  ],
  ['conf.d that is not read', { synapse: { configPaths: ['/etc/matrix-synapse/homeserver.yaml'] } }, /does not read/],
  [
    'clients and federation apart',
    { files: sharedAs('l.yaml', 'listeners', 'listeners:\n  - {port: 8008, resources: [{names: [client]}]}\n') },
    /both clients and federation/,
  ],
  ['listeners that are no YAML', { files: sharedAs('l.yaml', 'listeners', 'listeners: [}\n') }, /cannot be read/],
  [
    'listeners in a later file',
    { files: sharedAs('zz.yaml', 'listeners', homeserver.texts.listeners ?? '') },
    /zz\.yaml would hide/,
  ],
  [
    'instance_map in a later file',
    {
      files: sharedAs(
        'zz.yaml',
        'instance_map',
        'instance_map: {main: {path: /run/matrix-synapse/replication.sock}}\n',
      ),
    },
    /already|would hide/,
  ],
  [
    'settings that would be lost',
    { files: [homeserver, file('conf.d/workers.yaml', {}, {}, ['turn_uris'])] },
    /`turn_uris`, which would be lost/,
  ],
  [
    'workers by hand',
    {
      files: sharedAs(
        'my.yaml',
        'instance_map',
        'instance_map:\n  main: {path: /run/matrix-synapse/replication.sock}\n  generic1: {host: localhost, port: 9001}\n',
      ),
    },
    /instance_map in .*my.yaml names generic1 \(localhost\)/,
  ],
  ['Redis used by another user', { redis: { channels: [], error: null, tcp: ['gitlab'] } }, /used over TCP by gitlab/],
  [
    'Redis used by Synapse, which is not told to',
    { redis: { channels: [], error: null, tcp: ['matrix-synapse'] } },
    /used over TCP/,
  ],
  [
    'Redis with a password',
    { redis: { channels: [], error: 'NOAUTH Authentication required.', tcp: [] } },
    /asks for a password/,
  ],
  ['no nginx', { nginx: null }, /no nginx/],
  ['no vhost', { vhost: 'server { root /var/www; }' }, /no vhost/],
  ['a vhost for another port', { vhost: 'server { location / { proxy_pass http://localhost:8080; } }' }, /no vhost/],
  [
    'a vhost that rewrites paths',
    { vhost: 'server { location / { proxy_pass http://localhost:8008/; } }' },
    /matrix:1: .*changes the path/,
  ],
]

describe('refused before anything is changed', () => {
  test.each(refused)('%s', (_name, host, message) => expect(() => check(host)).toThrow(message))
})

const accepted: readonly [name: string, host: Host][] = [
  ['a host as the Matrix project has it', {}],
  [
    '1.100 with a secret of its own',
    {
      synapse: { version: '1.100.0' },
      files: [{ ...homeserver, keys: [...homeserver.keys, 'worker_replication_secret'] }],
    },
  ],
  [
    'a Synapse that has Redis over TCP by itself',
    {
      files: [homeserver, file('conf.d/redis.yaml', {}, { 'redis.enabled': 'true' }, ['redis'])],
      redis: { channels: [], error: null, tcp: ['matrix-synapse'] },
    },
  ],
  [
    'what swk wrote before',
    {
      files: [
        homeserver,
        file(
          'conf.d/workers.yaml',
          { instance_map: 'instance_map: {main: {path: /run/matrix-synapse/gate_replication.sock}}\n' },
          {},
          ['worker_replication_secret_path', 'enable_media_repo'],
        ),
      ],
    },
  ],
  ['settings of its own in later files', { files: [homeserver, file('conf.d/zz.yaml', {}, {}, ['turn_uris'])] }],
  ['a vhost that is routed already', { vhost: 'server { location / { proxy_pass http://$matrix_upstream; } }' }],
]

describe('accepted', () => {
  test.each(accepted)('%s', (_name, host) => expect(() => check(host)).not.toThrow())
})
