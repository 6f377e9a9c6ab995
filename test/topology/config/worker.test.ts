import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { workerFiles } from '../../../src/topology/config/worker.ts'
import type { WorkerOptions } from '../../../src/topology/model/deployment.ts'
import { monolith, workersOf } from '../../../src/topology/model/deployment.ts'
import type { Listener } from '../../../src/topology/model/listeners.ts'
import { clientSync } from '../../../src/topology/model/roles/client-sync.ts'
import { mediaworker } from '../../../src/topology/model/roles/mediaworker.ts'
import { roomworker } from '../../../src/topology/model/roles/roomworker.ts'
import { workerUnitFile } from '../../../src/topology/systemd/worker-unit.ts'
import { factsWith } from '../support.ts'

function written(role: typeof clientSync, options: WorkerOptions, facts = factsWith({})) {
  const workers = workersOf(role, 1, options)
  const [worker] = workers
  if (worker === undefined) throw new Error('no worker')
  const [log, own] = workerFiles(worker, { ...monolith, workers }, facts).map(({ text }) =>
    parse(text, { version: '1.1' }),
  )
  return { log, own, unit: workerUnitFile(worker).text }
}

describe('the file of a worker', () => {
  test('has its settings beside those of its role', () => {
    const { own } = written(mediaworker, { settings: { max_upload_size: '5M', url_preview_enabled: false } })
    expect(own).toMatchObject({ enable_media_repo: true, max_upload_size: '5M', url_preview_enabled: false })
  })

  const caches = {
    path: '/etc/matrix-synapse/conf.d/caches.yaml',
    keys: ['caches'],
    texts: { caches: 'caches:\n  global_factor: 2\n  per_cache_factors: { get_users_in_room: 8 }\n' },
    picks: {},
  }

  test('has its factor in the caches that the host has, since the later file wins whole', () => {
    const { own } = written(clientSync, { cacheFactor: 0.5 }, factsWith({ files: [caches] }))
    expect(own.caches).toEqual({ global_factor: 0.5, per_cache_factors: { get_users_in_room: 8 } })
  })

  test('has its factor in the caches of its settings, where those say something', () => {
    const options = { cacheFactor: 3, settings: { caches: { expire_caches: false } } }
    expect(written(clientSync, options, factsWith({ files: [caches] })).own.caches).toEqual({
      expire_caches: false,
      global_factor: 3,
    })
  })

  test('says nothing of caches where nothing is asked for', () => {
    expect(written(clientSync, {}, factsWith({ files: [caches] })).own).not.toHaveProperty('caches')
  })

  test('takes the id of a request from nginx', () => {
    const [inbound] = written(clientSync, {}).own.worker_listeners
    expect(inbound).toMatchObject({ x_forwarded: true, request_id_header: 'X-Request-ID' })
  })
})

test('a worker of a closed server serves clients alone, as main does', () => {
  const resources = (listeners: readonly Listener[]) =>
    written(roomworker, {}, factsWith({ listeners })).own.worker_listeners[0].resources
  expect(resources([{ port: 8008, resources: [{ names: ['client'] }] }])).toEqual([{ names: ['client'] }])
  expect(resources([{ port: 8008, resources: [{ names: ['client', 'federation'] }] }])).toEqual([
    { names: ['client', 'federation'] },
  ])
})

test('a worker logs what is asked for, and never the tokens in SQL', () => {
  const { log } = written(clientSync, { logLevel: 'DEBUG' })
  expect(log).toMatchObject({ root: { level: 'DEBUG' }, loggers: { 'synapse.storage.SQL': { level: 'INFO' } } })
})

describe('the unit of a worker', () => {
  test('has no file of its own where nothing is said of it', () => {
    expect(written(clientSync, { cacheFactor: 2 }).unit).toBeNull()
  })

  test('has what is said', () => {
    const environment = { PLAIN: 'x', ODD: `a "b" 'c' \\ 100% $HOME\nnext` }
    expect(written(clientSync, { environment, nice: -5, cpu: '150%', memory: '2G' }).unit).toContain(`[Service]
Environment="PLAIN=x"
Environment="ODD=a \\"b\\" 'c' \\\\ 100%% $HOME\\nnext"
Nice=-5
CPUQuota=150%
MemoryMax=2G
`)
  })
})
