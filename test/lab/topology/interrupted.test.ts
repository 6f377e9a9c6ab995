/** Killed in the middle, five times: the next run ends where an undisturbed one would have, and nothing is lost. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabHost, up, writeInventory } from '../../../src/lab/index.ts'
import { expectOldMessages, expectUsersAtHome, pastOf } from '../support/expect-users.ts'
import { waitForLock } from '../support/lock.ts'
import { stopPlay } from '../support/stop-play.ts'
import { startSwk, summary, swk, tasks } from '../support/swk.ts'

const name = 'interrupted'
let host: LabHost
let args: readonly string[]
let inventory: string

beforeAll(async () => {
  host = await up({ name, image: 'monolith' })
  inventory = join(mkdtempSync(join(tmpdir(), 'swk-test-')), 'inventory.yaml')
  await writeInventory([host], inventory)
  args = ['play', 'site.yaml', '-i', inventory, '--reporter', 'json']
})
afterAll(() => host?.stop())

describe('a conversion that is killed', () => {
  it('ahead of its first worker leaves Synapse in the groups that it had, once the workers go', async () => {
    const none = join(mkdtempSync(join(tmpdir(), 'swk-test-')), 'none.yaml')
    writeFileSync(none, '- { hosts: all, become: true, topology: { synapse: { workers: {} } } }\n')
    const groups = async () => (await host.run('id -nG matrix-synapse')).stdout
    const before = await groups()
    const stops = { 'Start Redis': 5, 'Add Synapse to the group redis': 8 }
    for (const [task, number] of Object.entries(stops)) {
      expect(await stopPlay({ host, playbook: 'site.yaml', inventory }, number)).toBe(task)
      const back = await swk('play', none, '-i', inventory, '--reporter', 'json')
      expect(back.code, back.stderr + back.stdout.slice(-3000)).toBe(0)
      expect(await groups()).toBe(before)
    }
  })

  it('at five places ends in the same state when it is run again', async () => {
    for (const afterChanges of [3, 4, 4, 3, 2]) {
      const { child, ended } = startSwk(...args)
      let changed = 0
      child.stdout?.on('data', (chunk: Buffer) => {
        changed += chunk.toString('utf8').split('"status":"changed"').length - 1
        if (changed >= afterChanges) child.kill('SIGKILL')
      })
      const { code } = await ended
      expect(code, `not killed after ${afterChanges} changes`).toBe(null)
      await waitForLock(host)
    }
    const last = await swk(...args)
    expect(last.code, last.stderr + last.stdout.slice(-3000)).toBe(0)
    const again = await swk(...args)
    expect(tasks(again, 'changed').map(task => task.task)).toEqual([])
    expect(summary(again, name)).toMatchObject({ changed: 0, failed: 0, roundTrips: 1 })
  })

  it('leaves no half-written file and no temporary one', async () => {
    const found = await host.run(`find /etc /run -xdev -name '.swk.*' -o -path '/run/swk.*' -type d | head`)
    expect(found.stdout).toBe('')
  })

  it('has lost nothing', async () => {
    const past = (await pastOf(host)) as never
    await expectUsersAtHome(host, past)
    await expectOldMessages(host, past)
  })
})
