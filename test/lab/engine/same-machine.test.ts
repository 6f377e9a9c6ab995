/** Several inventory names of one machine share its lock within a run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabHost, labFiles, up } from '../../../src/lab/index.ts'
import { startSwk, summary, swk, tasks } from '../support/swk.ts'

const groups = { few: ['web', 'db', 'mail'], many: Array.from({ length: 30 }, (_, at) => `n${at + 1}`) }
let host: LabHost
let folder: string
let inventory: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'swk-test-'))
  host = await up({ name: 'same-machine', image: 'base' })
  inventory = join(folder, 'inventory.yaml')
  const vars = `ssh_host: ${host.address}, ssh_user: root, ssh_key: ${labFiles().key}, ssh_known_hosts: ${host.knownHosts}`
  const children = Object.entries(groups).map(
    ([group, names]) => `    ${group}:\n      hosts:\n${names.map(name => `        ${name}: { ${vars} }\n`).join('')}`,
  )
  writeFileSync(inventory, `all:\n  children:\n${children.join('')}`)
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await host?.stop()
})

const playbook = (text: string): string => {
  const file = join(folder, 'site.yaml')
  writeFileSync(file, text)
  return file
}

/** Two plays; what each host does takes a while, and fails where another is at work at the same time. */
const turns = (more: string) =>
  [1, 2]
    .map(
      play => `- hosts: few\n${more}  tasks:
    - shell: mkdir /run/at-work && sleep 0.5 && echo {{ inventory_hostname }} ${play} >>/root/turns && rmdir /run/at-work\n`,
    )
    .join('')

describe.each(['', '  serial: 1\n'])('%j', more => {
  it.each([[], ['--forks', '2']])('the hosts take turns, in every play (%s %s)', async (...options) => {
    await host.run('rm -f /root/turns')
    const run = await swk('play', playbook(turns(more)), '-i', inventory, '--reporter', 'json', ...options)
    expect(tasks(run, 'failed').map(({ host: name, error }) => `${name}: ${error?.message}`)).toEqual([])
    expect(run.code, run.stderr).toBe(0)
    const lines = (await host.run('sort /root/turns')).stdout.trim().split('\n')
    expect(lines).toEqual(['db 1', 'db 2', 'mail 1', 'mail 2', 'web 1', 'web 2'])
  })
})

it('none of thirty names is refused, as each one finds the holder in the lock', async () => {
  const file = playbook(
    `- hosts: many\n  tasks: [{ copy: { dest: '/root/of-{{ inventory_hostname }}', content: declared } }]\n`,
  )
  const run = await swk('play', file, '-i', inventory, '--reporter', 'json', '--forks', '30')
  expect(tasks(run, 'failed').map(({ host: name, error }) => `${name}: ${error?.message}`)).toEqual([])
  expect(run.code, run.stderr).toBe(0)
  expect(tasks(run, 'changed')).toHaveLength(30)
})

it('a host that is as declared still costs one round trip in each play where no name is shared', async () => {
  const file = playbook('- hosts: web\n  tasks: [{ file: { path: /root, state: directory } }]\n'.repeat(2))
  const run = await swk('play', file, '-i', inventory, '--reporter', 'json')
  expect(summary(run, 'web')).toMatchObject({ ok: 2, roundTrips: 2 })
})

it('another run is still refused, and named', async () => {
  const first = startSwk('play', playbook('- hosts: web\n  tasks: [{ shell: sleep 6 }]\n'), '-i', inventory)
  while ((await host.run('pgrep -x sleep')).code !== 0) await new Promise(resolve => setTimeout(resolve, 100))
  const run = await swk(
    'play',
    playbook('- hosts: db\n  tasks: [{ shell: echo }]\n'),
    '-i',
    inventory,
    '--reporter',
    'json',
  )
  expect(run.code).toBe(2)
  expect(tasks(run, 'failed')[0]?.error).toMatchObject({ code: 'busy', message: expect.stringMatching(/for web$/) })
  expect((await first.ended).code).toBe(0)
})
