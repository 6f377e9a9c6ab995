import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sharedFiles } from '../../../src/topology/config/shared.ts'
import { workerFiles } from '../../../src/topology/config/worker.ts'
import type { Facts } from '../../../src/topology/model/facts.ts'
import type { FilesArgs } from '../../../src/topology/rollout/modules/files.ts'
import { unitFiles } from '../../../src/topology/systemd/units.ts'
import { deploymentOf, factsWith, fourRoles } from '../support.ts'

const golden = new URL('../golden', import.meta.url).pathname

/** Every file that the topology makes, but nginx's, as people and Synapse read it. `npx vitest -u` writes them anew: read what differs. */
test('the four roles on a host as the Matrix project has it', async () => {
  const files = filesOf(fourRoles, factsWith({}))
  const there = files.filter(file => file.text !== null)
  for (const { path, text } of there) await expect(text).toMatchFileSnapshot(join(golden, path))
  const all = readdirSync(golden, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  expect(all.filter(({ parentPath }) => !parentPath.includes('/etc/nginx/'))).toHaveLength(there.length)
})

function filesOf(yaml: string, facts: Facts): FilesArgs['files'] {
  const deployment = deploymentOf(yaml)
  return [
    ...unitFiles(deployment, facts),
    ...deployment.workers.flatMap(worker => workerFiles(worker, deployment, facts)),
    ...sharedFiles(deployment, facts),
  ]
}

const only = (yaml: string, path: string, facts = factsWith({})) =>
  filesOf(yaml, facts).find(file => file.path === path)?.text

test('without a media worker, main keeps its media', () => {
  const text = only('synapse: { workers: { roomworker: 1 } }', '/etc/matrix-synapse/conf.d/workers.yaml')
  expect(text).not.toMatch(/media|stream_writers/)
})

test('before 1.159 nobody but main writes what is quarantined', () => {
  const text = only(fourRoles, '/etc/matrix-synapse/conf.d/workers.yaml', factsWith({ version: '1.151.0' }))
  expect(text).not.toMatch(/stream_writers|replication_mediaworker1/)
})

test('a replication secret that the host has stays the one', () => {
  const files = [
    { path: '/etc/matrix-synapse/homeserver.yaml', keys: ['worker_replication_secret'], texts: {}, picks: {} },
  ]
  expect(only(fourRoles, '/etc/matrix-synapse/conf.d/workers.yaml', factsWith({ files }))).not.toContain('secret')
})

test('the gate leads to a main process at an IPv6 address, written as systemd-socket-proxyd takes it', () => {
  const listeners = [{ port: 8008, bind_addresses: ['::1'], resources: [{ names: ['client', 'federation'] }] }]
  const text = only(fourRoles, '/etc/systemd/system/matrix-synapse-gate.service', factsWith({ listeners }))
  expect(text).toMatch(/^ExecStart=.* ::1:8008$/m)
})

test('the workers run as main does', () => {
  const facts = factsWith({
    user: 'synapse',
    python: '/usr/bin/python3',
    configPaths: ['/etc/synapse.yaml', '/etc/matrix-synapse/conf.d'],
    environmentFiles: ['/etc/a', '-/etc/b'],
    environment: ['LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2'],
  })
  const text = only(fourRoles, '/etc/systemd/system/matrix-synapse-worker@.service', facts)
  expect(text).toContain('User=synapse\n')
  expect(text).toContain('EnvironmentFile=/etc/a\nEnvironmentFile=-/etc/b\nEnvironment=LD_PRELOAD=')
  expect(text).toContain(
    'ExecStart=/usr/bin/python3 -m synapse.app.generic_worker --config-path=/etc/synapse.yaml --config-path=/etc/matrix-synapse/conf.d --config-path=/etc/matrix-synapse/workers/%i.yaml\n',
  )
})

test('a sandboxed main can reach the sockets and does not empty their directory', () => {
  const path = '/etc/systemd/system/matrix-synapse.service.d/workers.conf'
  expect(only(fourRoles, path)).not.toContain('RuntimeDirectory')
  const text = only(fourRoles, path, factsWith({ runtimeDirectory: 'matrix-synapse', protectSystem: 'strict' }))
  expect(text).toContain('RuntimeDirectory=\nReadWritePaths=/run/matrix-synapse\n')
})
