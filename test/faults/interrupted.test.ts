/**
 * The Synapse play, interrupted at a step: a plain run converges as an undisturbed one does, and `swk rollback` leads back to the
 * monolith. `SWK_STEPS=kill:5,close:1-24,reboot:20,full:8` chooses how and at which tasks; `npm run faults` has a sample.
 */
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabHost, up } from '../../src/lab/index.ts'
import { compareSnapshots, type HostSnapshot, takeSnapshot } from '../lab/field/etc.ts'
import { expectOldMessages, expectUsersAtHome, type Past, pastOf } from '../lab/support/expect-users.ts'
import { waitForLock } from '../lab/support/lock.ts'
import { type SwkRun, startSwk, swk, tasks } from '../lab/support/swk.ts'
import { type Workshop, workshop } from '../lab/support/workshop.ts'
import { proxyTo } from '../lab/transport/proxy.ts'

const name = 'interrupted-anywhere'
let host: LabHost
let shop: Workshop
let proxy: Awaited<ReturnType<typeof proxyTo>>
let past: Past & { readonly messages: readonly string[] }
let monolith: HostSnapshot
let converted: HostSnapshot
/** The inventory with the proxy in between. */
let indirect: string

const playbook = `- hosts: all
  become: true
  topology: { synapse: { drain: 2, workers: { client-sync: 1, federation-sender: 1, mediaworker: 1 } } }
`
const play = (): Promise<SwkRun> => shop.play(playbook)
const rollback = (): Promise<SwkRun> => swk('rollback', '-i', shop.inventory, '--limit', name, '--reporter', 'json')

beforeAll(async () => {
  host = await up({ name, image: 'monolith', serverName: 'hs1.test' })
  shop = await workshop([host])
  proxy = await proxyTo(host.address)
  indirect = shop.file('indirect.yaml', throughProxy(readFileSync(shop.inventory, 'utf8')))
  past = (await pastOf(host)) as typeof past
  monolith = await takeSnapshot(host)
  expectDone(await play())
  converted = await takeSnapshot(host)
  expectDone(await rollback())
  expect(compareSnapshots(monolith, await takeSnapshot(host))).toEqual([])
})
afterAll(async () => {
  proxy?.close()
  shop?.remove()
  await host?.stop()
})

const sample = 'kill:3,cut:9,reboot:12,kill:16,close:5,full:7,silence:18,kill:21'
const steps = (process.env.SWK_STEPS ?? sample).split(',').flatMap(text => {
  const [how, first, last = first] = text.split(/[:-]/) as [keyof typeof ways, string, string?]
  const length = Number(last) - Number(first) + 1
  return Array.from({ length }, (_, i) => [how, Number(first) + i] as const)
})

/** Each harms the run that is at work; what is left to mend on the host afterwards is returned. */
const ways = {
  kill: async (child: ChildProcess) => void child.kill('SIGKILL'),
  cut: async () => proxy.break('reset'),
  close: async () => proxy.break('end'),
  silence: async () => proxy.break('silence'),
  reboot: async () => host.reboot({ hard: true }),
  full: async () => void (await host.run(fill)),
}

/** The journal's file system has no room left. */
const fill = `size=$(($(du -sk /var/lib/swk | cut -f1) + 1024))
cp -a /var/lib/swk /var/lib/swk.full; mount -t tmpfs -o size="$size"k tmpfs /var/lib/swk
cp -a /var/lib/swk.full/. /var/lib/swk; rm -rf /var/lib/swk.full; cat /dev/zero >/var/lib/swk/filler 2>/dev/null`
const mend = `if mountpoint -q /var/lib/swk; then
  rm -f /var/lib/swk/filler; cp -a /var/lib/swk /var/lib/swk.mended; umount /var/lib/swk
  rm -rf /var/lib/swk; mv /var/lib/swk.mended /var/lib/swk
fi`

describe.each(steps)('%s at task %s', (how, step) => {
  it('is taken back', async () => {
    await interrupt(how, step)
    const back = await rollback()
    expectDone(back)
    expect(compareSnapshots(monolith, await takeSnapshot(host))).toEqual([])
    await expectUsersAtHome(host, past)
  })

  it('is completed by a plain run', async () => {
    await interrupt(how, step)
    expectDone(await play())
    const again = await play()
    expect(tasks(again, 'changed').map(({ task }) => task)).toEqual([])
    expect(
      compareSnapshots(converted, await takeSnapshot(host)).filter(line => !/worker_replication_secret/.test(line)),
    ).toEqual([])
    expect((await host.run(`find /etc /run -xdev -name '.swk.*' | head`)).stdout).toBe('')
    await expectUsersAtHome(host, past)
    await expectOldMessages(host, past)
    expectDone(await rollback())
    expect(compareSnapshots(monolith, await takeSnapshot(host))).toEqual([])
  })
})

function throughProxy(inventory: string): string {
  const known = readFileSync(host.knownHosts, 'utf8').replaceAll(host.address, `[127.0.0.1]:${proxy.port}`)
  const file = shop.file('known_hosts', known)
  return inventory
    .replace(/ssh_host: .*/, `ssh_host: 127.0.0.1\n          ssh_port: ${proxy.port}`)
    .replace(/ssh_known_hosts: .*/, `ssh_known_hosts: ${file}`)
}

/** Starts the play, and harms it when its `step`th task has just begun. */
async function interrupt(how: keyof typeof ways, step: number): Promise<void> {
  const inventory = ['cut', 'close', 'silence'].includes(how) ? indirect : shop.inventory
  const file = shop.file('interrupted.yaml', playbook)
  const { child, ended } = startSwk('play', file, '-i', inventory, '--reporter', 'json', '--no-rollback')
  let begun = 0
  let harmed: Promise<void> | undefined
  child.stdout?.on('data', (chunk: Buffer) => {
    begun += chunk.toString('utf8').split('"type":"task:start"').length - 1
    if (begun >= step) harmed ??= new Promise(resolve => setTimeout(resolve, 150)).then(() => ways[how](child))
  })
  const run = await ended
  expect(harmed, `the play ended before task ${step}: ${run.stdout.slice(-500)}`).toBeDefined()
  await harmed
  expect(run.code).not.toBe(0)
  await waitForLock(host)
  await host.run(mend)
}

function expectDone(run: SwkRun): void {
  expect(run.code, run.stderr + JSON.stringify(tasks(run, 'failed')).slice(-3000)).toBe(0)
}
