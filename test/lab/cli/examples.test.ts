/** What the README and playbooks/ show, on real hosts. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { converge } from '../../../examples/library.ts'
import { type LabHost, up, writeInventory } from '../../../src/lab/index.ts'
import { summary, swk, tasks } from '../support/swk.ts'

const folder = mkdtempSync(join(tmpdir(), 'swk-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the library, with a module of a project', () => {
  let host: LabHost
  const inventory = join(folder, 'base.yaml')
  beforeAll(async () => {
    host = await up({ name: 'ex-library', image: 'base' })
    await writeInventory([host], inventory)
  })
  afterAll(() => host?.stop())

  it('does what its check foretold, and then has nothing to do', async () => {
    const first = await converge(inventory)
    const both = ['ex-library: Show who maintains this host', 'ex-library: Create the group of administrators']
    expect(first).toMatchObject({ pending: both, changed: both, exit: 0 })
    expect((await host.run('cat /etc/motd; id -nG admin')).stdout).toMatch(
      /^Maintained by the Matrix people\n.*matrix-people/,
    )
    const again = await converge(inventory)
    expect(again).toMatchObject({ pending: [], changed: [], hosts: { 'ex-library': { ok: 2, roundTrips: 1 } } })
  })

  it('works from the command line, with the exit codes that the README tells', async () => {
    await host.run('rm /etc/motd; touch /etc/motd')
    const play = (...more: readonly string[]) =>
      swk('play', 'examples/motd.yaml', '-i', inventory, '--reporter', 'json', '--detailed-exitcode', ...more)
    expect((await play('--check')).code).toBe(3)
    const made = await play('--tags', 'greeting')
    expect(made.code).toBe(3)
    expect(tasks(made, 'changed').map(task => task.task)).toEqual(['Show who maintains this host'])
    expect((await play()).code).toBe(0)
  })
})

describe('preparation for workers in plain tasks', () => {
  let host: LabHost
  const inventory = join(folder, 'monolith.yaml')
  const play = (...more: readonly string[]) =>
    swk('play', 'tasks-only.yaml', '-i', inventory, '--reporter', 'json', ...more)
  beforeAll(async () => {
    host = await up({ name: 'ex-tasks', image: 'monolith' })
    await writeInventory([host], inventory)
  })
  afterAll(() => host?.stop())

  it('is checked without a change, played, and then there is nothing to do', async () => {
    const check = await play('--check')
    expect(check.code, check.stderr + check.stdout.slice(-2000)).toBe(0)
    expect((await host.run('getent group clubmatrix; test -e /etc/redis')).code).not.toBe(0)
    const made = await play()
    expect(made.code, made.stderr + made.stdout.slice(-2000)).toBe(0)
    expect(summary(made, 'ex-tasks').changed).toBeGreaterThan(5)
    const again = await play()
    expect(tasks(again, 'changed').map(task => task.task)).toEqual([])
    expect(summary(again, 'ex-tasks')).toMatchObject({ changed: 0, unknown: 0, failed: 0, roundTrips: 1 })
    expect((await host.run('stat -c %a /run/matrix-synapse; getent group clubmatrix')).stdout).toMatch(
      /^2770\nclubmatrix:.*www-data/,
    )
  })
})
