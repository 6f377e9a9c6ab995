import { describe, expect, test } from 'vitest'
import { refKey } from '../../src/resources/kind.ts'
import { type FoundWorker, synapseWorkersKind } from '../../src/resources/synapse/workers.ts'

const ref = { kind: 'synapse-workers', id: '/etc/matrix-synapse/workers' }

function read(output: string): readonly FoundWorker[] {
  return JSON.parse(String(synapseWorkersKind.read(Buffer.from(output), [ref]).get(refKey(ref))?.workers))
}

const worker = (
  id: string,
  file: string,
  active = 'active',
  enabled = 'enabled',
) => `argv=/opt/venvs/matrix-synapse/bin/python -m synapse.app.generic_worker --config-path=/etc/matrix-synapse/homeserver.yaml --config-path=${file}
Id=${id}.service
LoadState=loaded
ActiveState=${active}
UnitFileState=${enabled}
`
const file = (path: string, name: string) =>
  `@file ${path}\n|worker_app: synapse.app.generic_worker\n|worker_name: ${name}\n`
const one = '/etc/matrix-synapse/workers/one.yaml'
const other = '/opt/workers/other.yaml'

describe('workers that a host has', () => {
  test('none', () => expect(read('@files\n')).toEqual([]))

  test('a file and the unit that runs it are one worker, by its worker_name', () => {
    const found = read(
      `${worker('matrix-synapse-worker@one', one)}@files\n${file(one, 'generic_worker1')}?worker_replication_secret\n`,
    )
    expect(found).toEqual([
      {
        ...{ name: 'generic_worker1', file: one, managed: false, unit: 'matrix-synapse-worker@one.service' },
        ...{ active: true, enabled: true, hidden: ['worker_replication_secret'] },
        text: 'worker_app: synapse.app.generic_worker\nworker_name: generic_worker1\n',
      },
    ])
  })

  test('a file of swk says so in its first line', () => {
    expect(read(`@files\n@file ${one}\n@managed\n|worker_name: w\n`)).toMatchObject([{ managed: true, unit: null }])
  })

  test('a unit of a name of its own, with a file elsewhere', () => {
    expect(read(`${worker('my-worker', other, 'inactive', 'static')}@files\n${file(other, 'w')}`)).toMatchObject([
      { name: 'w', file: other, unit: 'my-worker.service', active: false, enabled: false },
    ])
  })

  test('holding sockets of swk are a worker of its own, where nothing else of it is there', () => {
    const gates = '@gate one\n@gate two\n'
    const found = read(`${gates}${worker('matrix-synapse-worker@one', one)}@files\n${file(one, 'one')}`)
    expect(found.map(({ name, file, managed }) => [name, file, managed])).toEqual([
      ['one', one, false],
      ['two', null, true],
    ])
  })

  test('a unit without a file is there where it runs, is enabled or has failed', () => {
    const units = [
      worker('matrix-synapse-worker@a', '/a.yaml', 'active', 'disabled'),
      worker('matrix-synapse-worker@b', '/b.yaml', 'inactive', 'enabled'),
      worker('matrix-synapse-worker@c', '/c.yaml', 'failed', 'disabled'),
      worker('matrix-synapse-worker@d', '/d.yaml', 'inactive', 'disabled'),
    ]
    expect(read(`@template matrix-synapse-worker@\n${units.join('\n')}@files\n`)).toMatchObject([
      { name: 'a', file: null, managed: true, active: true },
      { name: 'b', file: null, managed: true, enabled: true },
      { name: 'c', file: null, managed: true, active: false },
    ])
  })

  test('of two units for a file, the one that runs is its own', () => {
    const units = [worker('matrix-synapse-worker@one', one, 'inactive', 'disabled'), worker('mine', one)]
    expect(read(`${units.join('\n')}@files\n${file(one, 'one')}`)).toMatchObject([
      { unit: 'mine.service', active: true },
    ])
  })

  test('main and what is no worker at all are left out', () => {
    const main = worker('matrix-synapse', '/m.yaml').replace('generic_worker', 'homeserver')
    expect(read(`${main}@files\n@file /etc/matrix-synapse/workers/log.yaml\n?version\n`)).toEqual([])
  })
})
