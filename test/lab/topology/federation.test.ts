/** Two homeservers that federate with each other, while one of them is converted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { commonRoom, linesHeard, missing, type Person, personOn, startTalking } from '../support/talk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

const playbook = `
- hosts: homeservers
  become: true
  topology:
    synapse:
      workers: { client-sync: 1, roomworker: 1, federation-reader: 1, federation-inbound: 1, federation-sender: 1 }
`

let hosts: LabHost[]
let shop: Workshop
let alice: Person
let bob: Person
let room: string

beforeAll(async () => {
  // hs1.test and hs2.test: these names have fixed addresses that both know.
  hosts = [await up({ name: 'hs1', image: 'monolith' }), await up({ name: 'hs2', image: 'monolith' })]
  const [first, second] = hosts as [LabHost, LabHost]
  shop = await workshop([second])
  alice = await personOn(first.address, 'hs1.test', 'alice')
  bob = await personOn(second.address, 'hs2.test', 'bob')
  room = await commonRoom(alice, bob)
})
afterAll(async () => {
  shop?.remove()
  await Promise.all((hosts ?? []).map(host => host.stop()))
})

describe('two homeservers in one room', () => {
  it('hear each other', async () => {
    await expectAllHeard('before', () => sleep(2000))
  })

  it('lose no message while the second one is converted', async () => {
    await expectAllHeard('during', async () => {
      await sleep(2000)
      const run = await shop.play(playbook)
      expect(run.code, run.stderr + run.stdout.slice(-3000)).toBe(0)
      await sleep(5000)
    })
  })

  it('hear each other through federation-sender and federation-inbound', async () => {
    const second = hosts[1] as LabHost
    const start = await logEnds(second)
    await expectAllHeard('after', () => sleep(5000))
    await sleep(6000) // Synapse keeps lines of its log for up to five seconds
    const log = await logsAfter(second, start)
    expect(count(log('federationsender1'), sent)).toBeGreaterThan(0)
    expect(count(log('federationinbound1'), received)).toBeGreaterThan(0)
    expect(count(log('homeserver'), sent)).toBe(0)
    expect(count(log('homeserver'), received)).toBe(0)
  })
})

const sent = /Completed request: 200 OK.*PUT matrix-federation:\/\/hs1\.test\/_matrix\/federation\/v1\/send\//
const received = /Processed request:.*"PUT \/_matrix\/federation\/v1\/send\//

/** Both count aloud while something is done. Late is fine, lost is not. */
async function expectAllHeard(name: string, work: () => Promise<void>): Promise<void> {
  const talks = [startTalking(alice, room, `alice ${name}`, 200), startTalking(bob, room, `bob ${name}`, 200)] as const
  await work()
  const [ofAlice, ofBob] = await Promise.all([talks[0].stop(), talks[1].stop()])
  console.log(
    `${name}: alice said ${ofAlice.said.length} (${ofAlice.repeated} again), bob ${ofBob.said.length} (${ofBob.repeated} again)`,
  )
  expect(await missing(bob, room, ofAlice.said)).toEqual([])
  expect(await missing(alice, room, ofBob.said)).toEqual([])
  // Nothing is there twice, and each one's lines are in order.
  for (const [listener, { said }] of [[bob, ofAlice] as const, [alice, ofBob] as const])
    expect((await linesHeard(listener, room)).filter(line => said.includes(line))).toEqual(said)
}

type LogEnds = ReadonlyMap<string, number>
const logs = '/var/log/matrix-synapse'

async function logEnds(host: LabHost): Promise<LogEnds> {
  const { stdout } = await host.run(`cd ${logs}; wc -l *.log`)
  return new Map(
    [...stdout.matchAll(/^\s*(\d+) (\S+)\.log$/gm)].map(([, lines, name]) => [name as string, Number(lines)]),
  )
}

async function logsAfter(host: LabHost, ends: LogEnds): Promise<(name: string) => string> {
  const texts = new Map<string, string>()
  for (const [name, lines] of ends)
    texts.set(name, (await host.run(`tail -n +${lines + 1} ${logs}/${name}.log`)).stdout)
  return name => texts.get(name) ?? ''
}

const count = (text: string, pattern: RegExp): number => text.split('\n').filter(line => pattern.test(line)).length

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
