/** Two homeservers in one play, and one that isn't there. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { fingerprint, type LabHost, up, writeInventory } from '../../../src/lab/index.ts'
import { summary, swk, tasks } from '../support/swk.ts'

const topology = { synapse: { workers: { 'client-sync': 1, roomworker: 1, 'federation-sender': 1, mediaworker: 1 } } }
const folder = mkdtempSync(join(tmpdir(), 'swk-test-'))
let first: LabHost
let second: LabHost
let inventory: string

const playbook = (name: string, more: object): string => {
  const file = join(folder, `${name}.yaml`)
  writeFileSync(file, stringify([{ name, hosts: 'homeservers', become: true, topology, ...more }]))
  return file
}

beforeAll(async () => {
  first = await up({ name: 'fleet1', image: 'monolith' })
  second = await up({ name: 'fleet2', image: 'monolith' })
  inventory = join(folder, 'inventory.yaml')
  await writeInventory([first, second], inventory)
})
afterAll(async () => {
  await first?.stop()
  await second?.stop()
})

const log = '/var/log/matrix-synapse/clientsync1.log'
const socket = '/run/matrix-synapse/inbound_clientsync1.sock'

describe('two homeservers with serial: 1', () => {
  it('the second is not touched when a worker of the first does not come up', async () => {
    const before = await looksOf(second)
    // A folder stands where the worker's log file has to be.
    await first.run(`mkdir -p ${log}`)
    const run = await swk('play', playbook('serial', { serial: 1 }), '-i', inventory, '--reporter', 'json')
    expect(run.code, run.stdout.slice(-2000)).toBe(2)
    expect(tasks(run).filter(task => task.host === 'fleet2')).toEqual([])
    expect(differences(before, await looksOf(second))).toEqual([])
  })

  it('nor when the verification of the first fails', async () => {
    await first.run(`rmdir ${log}`)
    const mended = await swk('play', playbook('serial', { serial: 1 }), '-i', inventory, '-l', 'fleet1')
    expect(mended.code, mended.stdout.slice(-2000)).toBe(0)
    // No task of the play sets the mode of a socket: Synapse does, when it starts. Only the verification sees it.
    await first.run(`chmod 0600 ${socket}`)
    const run = await swk('play', playbook('serial', { serial: 1 }), '-i', inventory, '--reporter', 'json')
    expect(run.code, run.stdout.slice(-2000)).toBe(2)
    expect(tasks(run, 'failed').map(task => task.section)).toEqual(['verification'])
    expect(tasks(run).filter(task => task.host === 'fleet2')).toEqual([])
    await first.run(`chmod 0660 ${socket}`)
  })

  it('both are converted when nothing is wrong', async () => {
    const run = await swk('play', playbook('serial', { serial: 1 }), '-i', inventory, '--reporter', 'json')
    expect(run.code, run.stderr + run.stdout.slice(-3000)).toBe(0)
    for (const host of ['fleet1', 'fleet2']) expect(summary(run, host)).toMatchObject({ failed: 0, unreachable: 0 })
    const order = run.events.flatMap(event => (event.type === 'host:start' ? [event.host] : []))
    expect(order).toEqual(['fleet1', 'fleet2'])
  })
})

describe('a third that is unreachable', () => {
  it('ends in exit 4 and harms neither of the others', async () => {
    const three = join(folder, 'three.yaml')
    // An address of the lab's own network that no host has.
    const lost = '          ssh_host: 10.87.0.250\n          ssh_user: root\n'
    writeFileSync(three, `${readFileSync(inventory, 'utf8').trimEnd()}\n        fleet3:\n${lost}`)
    const run = await swk('play', playbook('plain', {}), '-i', three, '--reporter', 'json')
    expect(run.code, run.stdout.slice(-2000)).toBe(4)
    for (const host of ['fleet1', 'fleet2'])
      expect(summary(run, host)).toMatchObject({ changed: 0, failed: 0, roundTrips: 1 })
    expect(summary(run, 'fleet3')).toMatchObject({ unreachable: 1 })
  })
})

/** What an interval without swk changes too is left out: logs, the database. */
const looksOf = (host: LabHost): Promise<ReadonlyMap<string, string>> =>
  fingerprint(host, { except: ['/var/log', '/var/lib/postgresql', '/run/postgresql', '/tmp', '/var/tmp'] })

const differences = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] =>
  [...after].filter(([path, seen]) => before.get(path) !== seen).map(([path]) => path)
