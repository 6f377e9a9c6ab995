/** Tasks that run on another host than their own. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { summary, swk, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

let hosts: readonly LabHost[]
let shop: Workshop
beforeAll(async () => {
  hosts = await Promise.all(['deleg1', 'deleg2'].map(name => up({ name, image: 'base' })))
  shop = await workshop(hosts, { user: 'admin' })
})
afterAll(async () => {
  shop?.remove()
  await Promise.all((hosts ?? []).map(host => host.stop()))
})

const text = `
- hosts: deleg1
  become: true
  tasks:
    - { name: there, copy: { dest: /root/for-one, content: "{{ inventory_hostname }}" }, delegate_to: deleg2, notify: h }
    - { name: fails there, command: ls /none, delegate_to: deleg2, ignore_errors: true, changed_when: false, register: r }
    - { name: again there, copy: { dest: "/root/rc-{{ r.rc }}", content: x }, delegate_to: deleg2 }
    - { name: here, copy: { dest: /root/here, content: h } }
    - { name: on this machine, command: echo local, delegate_to: localhost, become: false, changed_when: false, register: l }
    - { assert: { that: l.stdout == 'local' } }
  handlers:
    - { name: h, copy: { dest: /root/handled, content: h } }
`

test('a check predicts what is delegated, and the play makes it there', async () => {
  const check = await shop.check(text)
  expect(tasks(check).map(({ task, status }) => `${task} ${status}`)).toEqual(
    expect.arrayContaining(['there changed', 'here changed', 'h changed']),
  )
  const run = await shop.play(text)
  expect(run.code, run.stdout).toBe(0)
  const [one, two] = hosts
  expect((await two?.run('cat /root/for-one; ls /root'))?.stdout).toBe('deleg1for-one\nrc-2\n')
  expect((await one?.run('ls /root'))?.stdout).toBe('handled\nhere\n')
})

test('the second play changes nothing, and a delegated task needs no round trip more on its own host', async () => {
  const plain = text
    .split('\n')
    .filter(line => !/fails there|again there|this machine|assert/.test(line))
    .join('\n')
  const run = await shop.play(plain)
  expect(tasks(run, 'changed')).toEqual([])
  expect(summary(run, 'deleg1').roundTrips).toBe(1)
  expect(summary(run, 'deleg2').roundTrips).toBe(1)
})

test('what run_once registers is there on all hosts of the batch, also where it was delegated', async () => {
  const once = `
- hosts: all
  become: true
  tasks:
    - { command: hostname, run_once: true, register: r, changed_when: false }
    - { set_fact: { f: "{{ r.stdout }}" }, run_once: true }
    - { copy: { dest: /root/once, content: "{{ f }} {{ r.rc }}" } }
    - { command: ls /none, run_once: true, delegate_to: deleg2, when: fails | default(false) }
`
  const run = await shop.play(once)
  expect(run.code, run.stdout).toBe(0)
  for (const host of hosts) expect((await host.run('cat /root/once')).stdout).toBe('deleg1 0')
})

test('what a delegated task changes is in the journal of the host on which it is changed, and taken back there', async () => {
  const run = await shop.play(`
- hosts: deleg1
  become: true
  tasks:
    - { name: there, copy: { dest: /root/journaled, content: x }, delegate_to: deleg2 }
    - { name: here, copy: { dest: /root/journaled, content: x } }
    - { name: fails, command: "false" }
`)
  const end = run.events.find(event => event.type === 'host:end')
  const id = end?.type === 'host:end' ? end.run : undefined
  expect(end).toMatchObject({
    changes: 2,
    delegated: [{ host: 'deleg2', takeBack: expect.stringContaining('--limit deleg2 --run') }],
  })
  const rollback = (limit: string) =>
    swk('rollback', '-i', shop.inventory, '--limit', limit, '--run', id ?? '', '--reporter', 'json')
  const first = await rollback('deleg1')
  expect(first.code, first.stdout).toBe(0)
  expect(tasks(first).flatMap(({ warnings = [] }) => warnings)).toEqual([
    `deleg2 is not taken back, where the run made changes too; --limit deleg2 --run ${id} does so`,
    expect.stringContaining('a command'),
  ])
  const [one, two] = hosts
  expect((await one?.run('ls /root/journaled'))?.code).not.toBe(0)
  expect((await two?.run('cat /root/journaled'))?.stdout).toBe('x')
  expect((await rollback('deleg2')).code).toBe(0)
  expect((await two?.run('ls /root/journaled'))?.code).not.toBe(0)
})
