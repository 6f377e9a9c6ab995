/** What `hostvars` holds of other hosts, as far as they have come. */
import { expect, test } from 'vitest'
import type { OtherHosts, Resolution } from '../../src/engine/task.ts'
import { type Files, faults, load, nothing, play } from './project-in.ts'

const other = (values: Record<string, unknown>, more: Partial<OtherHosts> = {}): OtherHosts => ({
  registered: host => (host === 'a2' ? new Map(Object.entries(values)) : undefined),
  isEarlier: () => false,
  isGiven: () => false,
  additions: () => [],
  isPending: () => false,
  isBehind: () => false,
  ...more,
})

async function last(tasks: string, others?: OtherHosts, files: Files = {}): Promise<unknown> {
  const project = await load(play(tasks), files)
  const task = project.plays[0]?.bind('a1').tasks.at(-1)
  const scope = others === undefined ? nothing : { ...nothing, observed: {} as never, others }
  const resolution = task?.resolve(scope) as Resolution
  if (resolution.type !== 'run') return resolution
  const [{ args } = { args: {} }] = resolution.instances
  return (args as { msg: unknown }).msg
}

const tasks = '- set_fact: { made: 1 }\n- debug: { msg: "{{ hostvars.a2.made }}" }'

test('before contact a result of another host is still to come', async () => {
  expect(await last(tasks)).toEqual({ type: 'waits', on: 'what a2 registers', forOthers: true })
  expect(await last('- debug: { msg: "{{ hostvars.a1.only_a1 }}" }')).toBe('1')
})

test('a host that is behind is waited for, and its value is what it then has registered', async () => {
  const waits = { type: 'waits', on: 'what a2 registers', forOthers: true }
  expect(await last(tasks, other({ made: 0 }, { isBehind: () => true }))).toEqual(waits)
  expect(await last(tasks, other({}, { isPending: () => true }))).toEqual(waits)
  expect(await last(tasks, other({ made: 2 }))).toBe('2')
})

test('what a later task of the play registers is not there yet', async () => {
  const ahead = other({ later: 1 })
  const text = '- debug: { msg: "{{ hostvars.a2.later | default(\'not yet\') }}" }'
  expect(await last(text, ahead)).toBe('not yet')
  expect(await last(text, other({ later: 1 }, { isEarlier: () => true }))).toBe('1')
})

test('variables of the inventory are rendered with the facts of their own host', async () => {
  const files = { 'host_vars/a2.yaml': 'address: "{{ ansible_default_ipv4.address }}"' }
  const text = '- debug: { msg: "{{ hostvars.a2.address }}" }'
  expect(
    await last(text, other({ ansible_default_ipv4: { address: '192.0.2.2' } }, { isEarlier: () => true }), files),
  ).toBe('192.0.2.2')
})

test('what nothing defines is an error before contact', async () => {
  expect(await faults(play('- debug: { msg: "{{ hostvars.a2.nothing }}" }'))).toEqual(['undefined-variable 3:21'])
})

test('facts that later plays use are read by those that gather them', async () => {
  const later = '- hosts: a2\n  gather_facts: false\n  tasks: [{ debug: { msg: "{{ ansible_hostname }}" } }]\n'
  const project = await load(`${play('- debug: { msg: x }')}\n${later}`)
  expect(project.plays[0]?.bind('a2').tasks.map(task => task.name)).toEqual(['Gathering Facts', 'debug'])
})
