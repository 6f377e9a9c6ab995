/** Roles, blocks and handlers on a real host, with what Ansible leaves of the same play. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { type SwkRun, summary, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

const name = 'struct1'
let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name, image: 'base' })
  shop = await workshop([host], { user: 'admin' })
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

const head = '- hosts: all\n  become: true\n'
const told = (run: SwkRun): string[] =>
  tasks(run).map(({ task, status, ignored }) => `${task} ${ignored ? 'ignored' : status}`)

test('a block that fails is rescued, always runs, and the play goes on', async () => {
  const text = `${head}
  tasks:
    - name: trial
      block:
        - { name: breaks, command: ls /none, register: seen }
        - { name: left out, command: touch /root/left-out }
      rescue:
        - name: says what broke
          copy:
            dest: /root/rescued
            content: "{{ ansible_failed_task.name }} {{ ansible_failed_result.rc }}"
      always:
        - { name: always, copy: { dest: /root/always, content: a } }
    - { name: after, copy: { dest: /root/after, content: a } }
`
  const run = await shop.play(text)
  expect(run.code, run.stdout).toBe(0)
  expect(told(run)).toEqual(['breaks ignored', 'says what broke changed', 'always changed', 'after changed'])
  expect((await host.run('cat /root/rescued; ls /root/always /root/after; ls /root/left-out || true')).stdout).toMatch(
    /^breaks 2\/root\/after\n\/root\/always\n$/,
  )
})

test('without rescue a failure runs always, and forced handlers, and fails the host', async () => {
  const text = `${head}
  force_handlers: true
  tasks:
    - block:
        - { name: one, copy: { dest: /root/one, content: a }, notify: h }
        - { name: breaks, command: "false" }
      always:
        - { name: always, copy: { dest: /root/always2, content: a } }
    - { name: after, copy: { dest: /root/after2, content: a } }
  handlers:
    - { name: h, copy: { dest: /root/handled, content: a } }
`
  const run = await shop.play(text)
  expect(run.code).toBe(2)
  expect(told(run)).toEqual(['one changed', 'breaks failed', 'always changed', 'h changed'])
})

test('a handler may notify one above it; end_host ends the play without failing it', async () => {
  const text = `${head}
  tasks:
    - { name: one, command: "true", notify: second }
    - meta: flush_handlers
    - { name: end, meta: end_play, when: ends }
    - { name: never, command: "true" }
  vars: { ends: true }
  handlers:
    - { name: first, command: touch /root/first }
    - { name: second, command: "true", notify: first }
`
  const run = await shop.play(text)
  expect(run.code, run.stdout).toBe(0)
  expect(told(run)).toEqual(['one changed', 'second changed', 'first changed', 'end ok'])
})
