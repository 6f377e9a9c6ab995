/** `workers: {}` brings a host back from wherever it is: converted, converted in part, back already, or taken apart by hand. */
import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compareSnapshots, type HostSnapshot, takeSnapshot } from '../field/etc.ts'
import { askAll, findDifferences, type Statuses } from '../field/load.ts'
import { makeRequests, type Request } from '../field/requests.ts'
import { bootSituation } from '../field/situation.ts'
import { type SwkRun, swk, tasks } from '../support/swk.ts'

let booted: Awaited<ReturnType<typeof bootSituation>>
let requests: readonly Request[]
let before: Statuses
let snapshot: HostSnapshot

beforeAll(async () => {
  booted = await bootSituation('plain', 'back')
  requests = await makeRequests(booted.host, {})
  before = await askAll(requests, 'drop')
  // Redis stays, and what its package brings.
  succeeds(await booted.play.play())
  succeeds(await booted.play.back())
  snapshot = await takeSnapshot(booted.host)
})
afterAll(() => booted?.host.stop())

function succeeds(run: SwkRun): SwkRun {
  expect(run.code, run.stdout.slice(-3000) + run.stderr).toBe(0)
  return run
}

async function isAsBefore(): Promise<void> {
  expect(findDifferences(before, await askAll(requests))).toEqual([])
  expect(compareSnapshots(snapshot, await takeSnapshot(booted.host))).toEqual([])
  succeeds(await booted.play.verifyBack())
}

const root = async (script: string): Promise<void> => {
  const { code, stderr } = await booted.host.run(`set -e\n${script}`)
  expect(code, stderr).toBe(0)
}

it('is right where it was run before, and changes nothing then', async () => {
  expect(tasks(succeeds(await booted.play.back()), 'changed')).toEqual([])
  await isAsBefore()
})

it('is right after a play that Synapse refused', async () => {
  const file = booted.play.site.replace(/site\.yaml$/, 'refused.yaml')
  writeFileSync(
    file,
    '- hosts: all\n  become: true\n  topology: { synapse: { workers: { client-sync: { count: 1, settings: { caches: { global_factor: much } } } } } }\n',
  )
  const failed = await swk('play', file, '-i', booted.play.inventory, '--reporter', 'json')
  expect(failed.code).toBe(2)
  expect(
    tasks(failed, 'failed')
      .map(({ error }) => error?.message)
      .join(),
  ).toMatch(/global_factor/)
  expect(findDifferences(before, await askAll(requests))).toEqual([])
  succeeds(await booted.play.back())
  await isAsBefore()
})

it.each([
  [
    'a worker and its file',
    'systemctl disable -q --now matrix-synapse-worker@clientsync1; rm /etc/matrix-synapse/workers/clientsync1.yaml',
  ],
  [
    'the units of workers',
    "systemctl stop 'matrix-synapse-worker@*'; rm /etc/systemd/system/matrix-synapse-worker@.service; systemctl daemon-reload",
  ],
  [
    'the configuration in conf.d',
    'rm /etc/matrix-synapse/conf.d/workers.yaml /etc/matrix-synapse/conf.d/redis.yaml; systemctl restart matrix-synapse',
  ],
  ['the socket directory and its entry', 'rm -r /etc/tmpfiles.d/*swk* /run/matrix-synapse'],
  [
    'the holding sockets',
    'systemctl disable -q --now matrix-synapse-gate.socket; rm /etc/systemd/system/matrix-synapse-gate.*; systemctl daemon-reload',
  ],
])('is right where somebody removed %s', async (_, removal) => {
  succeeds(await booted.play.play())
  await root(removal)
  succeeds(await booted.play.back())
  await isAsBefore()
})
