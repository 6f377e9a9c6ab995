import { describe, expect, test } from 'vitest'
import { fourRoles } from '../support.ts'
import { check, file, type Host, homeserver } from './preflight-host.ts'

const sharedAs = (name: string, key: string, text: string) => [homeserver, file(`conf.d/${name}`, { [key]: text })]

const foreignRedis = {
  ...{ isInstalled: true, isUnchanged: false, port: '6379', socket: '', isGuarded: true, isUsed: true },
  ...{ hasTemplate: true, matrixConfig: 'absent' },
}

const forClients = '  - {port: 8008, resources: [{names: [client]}]}\n'
const forServers = '  - {port: 8009, resources: [{names: [federation]}]}\n'

const refused: readonly [name: string, host: Host, message: RegExp][] = [
  ['no Synapse', { synapse: null }, /matrix-synapse.service is not installed/],
  ['a version that cannot be told', { synapse: { version: null } }, /cannot be determined/],
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
    { files: sharedAs('l.yaml', 'listeners', `listeners:\n${forClients}${forServers}`) },
    /both clients and federation/,
  ],
  [
    'a closed server that would get a sender',
    { files: sharedAs('l.yaml', 'listeners', `listeners:\n${forClients}`) },
    /no listener of this Synapse serves `federation`: federation-sender would open a closed server/,
  ],
  ['listeners that are no YAML', { files: sharedAs('l.yaml', 'listeners', 'listeners: [}\n') }, /cannot be read/],
  [
    'listeners in a later file',
    { files: sharedAs('zz.yaml', 'listeners', homeserver.texts.listeners ?? '') },
    /zz\.yaml would override/,
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
    /already|would override/,
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
  [
    'a unit of another name',
    { synapse: { otherUnits: ['synapse.service'] } },
    /Synapse runs as synapse\.service on this host, but matrix-synapse\.service does not exist/,
  ],
  [
    'a wrapper that hides its Python',
    { synapse: { python: '', execStart: '/usr/local/bin/run-synapse' } },
    /`ExecStart=\/usr\/local\/bin\/run-synapse` of \/lib\/systemd\/system\/matrix-synapse\.service does not show/,
  ],
  [
    'a configuration that cannot be read',
    { synapse: { error: '/etc/matrix-synapse/homeserver.yaml:3: mapping values are not allowed here' } },
    /cannot be read: \/etc\/matrix-synapse\/homeserver\.yaml:3/,
  ],
  [
    'a unit with a root of its own',
    { synapse: { sandbox: ['RootDirectory=/srv/jail', 'ReadOnlyPaths=/usr'] } },
    /has `RootDirectory=\/srv\/jail`, which hides/,
  ],
  [
    'a Redis of another application, with an instance `matrix` next to it',
    { states: { 'installed-redis:': { ...foreignRedis, matrixConfig: 'taken' } } },
    /redis-matrix\.conf is not swk's/,
  ],
  [
    'a Redis of another application that is not of Debian',
    { states: { 'installed-redis:': { ...foreignRedis, hasTemplate: false } } },
    /redis\.conf is used by another application, and redis-server@\.service does not exist/,
  ],
  [
    'two reasons at once',
    {
      files: [{ ...homeserver, picks: { 'database.name': 'sqlite3' } }],
      redis: { channels: [], error: null, tcp: ['gitlab'] },
    },
    /^2 reasons: \(1\) .*sqlite3.*; \(2\) Redis is used over TCP by gitlab/,
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
  [
    'too few connections of a database elsewhere, as the playbook says',
    {
      files: [
        { ...homeserver, picks: { ...homeserver.picks, 'database.host': 'db.example.org', 'database.cp_max': '10' } },
      ],
      topology: `${fourRoles}  max_connections: 50\n`,
    },
    /according to the playbook PostgreSQL allows 50 connections; 7 processes .* make 80/,
  ],
  ['too few connections', { host: { maxConnections: 30 } }, /allows 30 connections; 7 processes .* make 45/],
  ['no nginx', { nginx: null }, /nginx is not installed on this host/],
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
    'a Redis of another application over TCP, which is left as it is',
    {
      states: { 'installed-redis:': foreignRedis },
      redis: { channels: [], error: 'NOAUTH Authentication required.', tcp: ['gitlab'] },
    },
  ],
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
  [
    'a closed server, which sends nothing either',
    {
      files: [
        ...sharedAs('l.yaml', 'listeners', `listeners:\n${forClients}`),
        file('conf.d/zz.yaml', { send_federation: 'send_federation: false\n' }),
      ],
      topology: 'synapse:\n  workers: {client-sync: 1, roomworker: 1, mediaworker: 1}\n',
    },
  ],
  ['settings of its own in later files', { files: [homeserver, file('conf.d/zz.yaml', {}, {}, ['turn_uris'])] }],
  ['a vhost that is routed already', { vhost: 'server { location / { proxy_pass http://$matrix_upstream; } }' }],
]

const warned: readonly [name: string, host: Host, warning: RegExp][] = [
  [
    'media of another repository',
    {
      files: [homeserver, file('media.yaml', { enable_media_repo: 'enable_media_repo: false\n' })],
      topology: 'synapse:\n  workers: {client-sync: 1}\n',
    },
    /`enable_media_repo: false` in .*media\.yaml stays: no process of Synapse serves media/,
  ],
  [
    'a database elsewhere',
    { files: [{ ...homeserver, picks: { ...homeserver.picks, 'database.host': 'db.example.org' } }] },
    /the database is elsewhere, and 7 processes with up to 5 each/,
  ],
  ['a database that does not answer', { host: { maxConnections: null } }, /PostgreSQL did not report/],
  ['little memory', { host: { memoryAvailable: 500 } }, /6 more workers take about 720 MiB .* 500 of 4000 MiB/],
  [
    "a bridge at main's port",
    { host: { visitors: ['5432 matrix-synapse.service', '8008 mautrix-signal.service', '8008 nginx.service'] } },
    /\(mautrix-signal\.service has connections there\)/,
  ],
  [
    'a registered bridge',
    {
      files: [
        homeserver,
        file('conf.d/as.yaml', { app_service_config_files: 'app_service_config_files: [/etc/x.yaml]\n' }),
      ],
    },
    /registered: \/etc\/x\.yaml/,
  ],
]

describe('warned of, and accepted', () => {
  test.each(warned)('%s', (_name, host, warning) => expect(check(host)).toEqual([expect.stringMatching(warning)]))
})

test('a host that is large enough is not warned of', () => expect(check()).toEqual([]))

describe('accepted', () => {
  test.each(accepted)('%s', (_name, host) => expect(() => check(host)).not.toThrow())
})
