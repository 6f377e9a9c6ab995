/** Hosts of which some are not there or fail; what is chosen to run; and what must appear nowhere. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { type SwkRun, startSwk, summary, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

const name = 'fleet1'
let host: LabHost
let shop: Workshop
let fleet: string
beforeAll(async () => {
  host = await up({ name, image: 'base' })
  shop = await workshop([host], { user: 'operator' })
  // The same host under two names, and an address where nobody answers.
  const one = readFileSync(shop.inventory, 'utf8').split(`        ${name}:\n`)[1] ?? ''
  const root = one.replace('ssh_user: operator', 'ssh_user: root')
  const gone = root.replace(/ssh_host: \S+/, 'ssh_host: 127.0.0.1\n          ssh_port: 1')
  const hosts = { good: root, gone }
  const entries = Object.entries(hosts).map(([key, vars]) => `        ${key}:\n${vars}`)
  fleet = shop.file('fleet.yaml', `all:\n  children:\n    homeservers:\n      hosts:\n${entries.join('')}`)
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

const playFleet = (playbook: string, ...args: readonly string[]): Promise<SwkRun> => {
  const path = shop.file('of-fleet.yaml', playbook)
  return startSwk('play', path, '-i', fleet, '--reporter', 'json', ...args).ended
}

describe('an unreachable host', () => {
  test('harms no other: exit 4', async () => {
    const run = await playFleet('[{ hosts: all, become: true, tasks: [{ copy: { dest: /srv/fleet, content: x } }] }]')
    expect(run.code).toBe(4)
    expect(summary(run, 'good')).toMatchObject({ changed: 1, unreachable: 0 })
    expect(summary(run, 'gone')).toMatchObject({ unreachable: 1, failed: 0 })
  })

  test('beside one that fails: exit 6', async () => {
    const run = await playFleet('[{ hosts: all, become: true, tasks: [{ command: "false" }] }]')
    expect(run.code).toBe(6)
    expect(summary(run, 'good')).toMatchObject({ failed: 1 })
  })

  test('that --limit leaves out is not contacted', async () => {
    const run = await playFleet('[{ hosts: all, become: true, tasks: [{ command: "true" }] }]', '--limit', '!gone')
    expect(run.code).toBe(0)
    expect(run.stdout).not.toContain('"gone"')
  })
})

describe('exit 3, with --detailed-exitcode,', () => {
  const playbook = '[{ hosts: all, become: true, tasks: [{ copy: { dest: /srv/detailed, content: x } }] }]'
  test('is for changes: pending, made, and then none', async () => {
    expect((await shop.check(playbook, '--detailed-exitcode')).code).toBe(3)
    expect((await shop.play(playbook, '--detailed-exitcode')).code).toBe(3)
    expect((await shop.play(playbook, '--detailed-exitcode')).code).toBe(0)
    expect((await shop.check(playbook, '--detailed-exitcode')).code).toBe(0)
  })
})

describe('tags', () => {
  const playbook = `
- hosts: all
  tasks:
    - { name: a, debug: { msg: a }, tags: [one, both] }
    - { name: b, debug: { msg: b }, tags: [two, both] }
    - { name: c, debug: { msg: c }, tags: always }
`
  test.each([
    [
      ['--tags', 'one'],
      ['a', 'c'],
    ],
    [
      ['--skip-tags', 'one'],
      ['b', 'c'],
    ],
    [
      ['--tags', 'both', '--skip-tags', 'two'],
      ['a', 'c'],
    ],
  ])('%s choose %s', async (args, expected) => {
    expect(tasks(await shop.play(playbook, ...args)).map(task => task.task)).toEqual(expected)
  })
})

describe('secrets', () => {
  const secret = 'Tr0ub4dor-and-3'
  const playbook = `
- hosts: all
  become: true
  vars: { secret: ${secret} }
  tasks:
    - { name: file, copy: { dest: /srv/secret, content: "{{ secret }}\\n", mode: "0600" }, no_log: true, register: it }
    - { name: line, lineinfile: { path: /srv/secret, line: "key={{ secret }}" }, no_log: true }
    - { name: command, command: { argv: [sh, -c, "cat >/dev/null; sleep 1; echo $0", "{{ secret }}"] }, no_log: true }
    - { name: fails, command: { argv: [sh, -c, "echo $0 >&2; exit 1", "{{ secret }}"] }, no_log: true, ignore_errors: true }
    - { name: loop, copy: { dest: "/srv/secret-{{ item | length }}", content: "{{ item }}" }, loop: ["{{ secret }}"], no_log: true }
`
  test('of no_log tasks are in no output', async () => {
    const runs = [
      await shop.check(playbook),
      await shop.play(playbook),
      await shop.play(playbook, '--reporter', 'plain'),
      await shop.play(playbook, '-vvv', '--reporter', 'plain'),
    ]
    for (const run of runs) expect(run.stdout + run.stderr).not.toContain(secret)
    expect(runs.map(run => run.code)).toEqual([0, 0, 0, 0])
    expect((await host.run('cat /srv/secret')).stdout).toBe(`${secret}\nkey=${secret}\n`)
  })

  test('for sudo are in no process, file or output, nor is a file on its way', async () => {
    const watched = host.run(`
for i in $(seq 40); do
  cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' ' ' | grep -ao 'operator-passwor[d]\\|in-the-fil[e]'
  sleep 0.05
done; true`)
    const run = await shop.play(`
- hosts: all
  become: true
  tasks:
    - { name: file, copy: { dest: /srv/quiet, content: "in-the-file\\n" }, no_log: true }
    - { name: slow, command: sleep 1 }
`)
    expect(run.code, run.stdout).toBe(0)
    expect((await watched).stdout).toBe('')
    expect(run.stdout + run.stderr).not.toContain('operator-password')
    const left = 'grep -rlsF -e operator-passwor""d /run /tmp /var/log /var/lib/swk 2>/dev/null; true'
    expect((await host.run(left)).stdout).toBe('')
  })
})
