/** `swk rollback` of a topology goes back through a rollout: users notice nothing, and the host is as it was. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { compareSnapshots, type HostSnapshot, takeSnapshot } from '../field/etc.ts'
import { expectOldMessages, expectUsersAtHome, type Past, pastOf } from '../support/expect-users.ts'
import { type SwkRun, swk, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'
import { underLoad } from './under-load.ts'

const name = 'way-back'
let host: LabHost
let shop: Workshop
let past: Past & { readonly messages: readonly string[] }
let monolith: HostSnapshot

const play = (workers: string): Promise<SwkRun> =>
  shop.play(`- hosts: all\n  become: true\n  topology: { synapse: { drain: 5, workers: ${workers} } }\n`)
const rollback = (...args: readonly string[]): Promise<SwkRun> =>
  swk('rollback', '-i', shop.inventory, '--limit', name, '--reporter', 'json', ...args)

beforeAll(async () => {
  host = await up({ name, image: 'monolith', serverName: 'hs1.test' })
  shop = await workshop([host])
  past = (await pastOf(host)) as typeof past
  monolith = await takeSnapshot(host)
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

const standard = '{ client-sync: 2, roomworker: 2, federation-sender: 1, mediaworker: 1 }'

it('leads a converted host back to the monolith that it was', async () => {
  expectDone(await play(standard))
  expectDone(await underLoad(host, rollback))
  expect(compareSnapshots(monolith, await takeSnapshot(host))).toEqual([])
  await expectUsersAtHome(host, past)
  await expectOldMessages(host, past)
})

it('can be taken back itself, by a rollout too', async () => {
  expectDone(await underLoad(host, rollback))
  const again = await play(standard)
  expectDone(again)
  expect(tasks(again, 'changed').map(({ task }) => task)).toEqual([])
})

it('leads from one topology to the one before', async () => {
  const before = await takeSnapshot(host)
  expectDone(await play('{ client-sync: 1, roomworker: 1, typing: 1, mediaworker: 1 }'))
  expectDone(await underLoad(host, rollback))
  expect(compareSnapshots(before, await takeSnapshot(host))).toEqual([])
  await expectUsersAtHome(host, past)
})

it('takes what plays did around the topology back in its order', async () => {
  expectDone(await rollback('--run', await firstRun()))
  expect(compareSnapshots(monolith, await takeSnapshot(host))).toEqual([])
  await expectUsersAtHome(host, past)
})

const firstRun = async (): Promise<string> => (await host.run('ls /var/lib/swk/journal/runs | head -n 1')).stdout.trim()

function expectDone(run: SwkRun): void {
  expect(run.code, run.stderr + JSON.stringify(tasks(run, 'failed')).slice(-3000)).toBe(0)
}
