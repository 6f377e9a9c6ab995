/** `add_host` and `group_by`: what later plays see of them, before contact and after. */
import { expect, test } from 'vitest'
import type { Addition } from '../../src/engine/additions.ts'
import { faults, load } from './project-in.ts'

const adds = (task: string) => `- hosts: web\n  tasks:\n    - ${task}\n`
const later = (hosts: string, task = 'debug: { msg: "{{ port }}" }') => `- hosts: ${hosts}\n  tasks: [{ ${task} }]\n`

test('what is known before contact is there for the later plays', async () => {
  const playbook = adds('add_host: { name: "new:2222", groups: "db,more", port: 5 }') + later('db')
  const project = await load(playbook)
  expect(project.plays.map(play => play.hosts)).toEqual([['a1', 'a2'], ['new']])
  expect(project.inventory.hosts.get('new')?.vars).toEqual({ ansible_ssh_port: 2222, port: 5 })
  expect(project.plays[0]?.bind('a2').tasks[0]?.once).toMatchObject({ leader: 'a1' })
})

test('what the run adds is bound before its play, with group_vars of its groups', async () => {
  const playbook =
    adds('group_by: { key: "is_{{ ansible_distribution }}", parents: systems }') + later('is_Debian,systems')
  const files = { 'group_vars/systems.yaml': 'port: 7' }
  const project = await load(playbook, files)
  const play = project.plays[1]
  expect(play?.hosts).toEqual([])
  const additions: Addition[] = [{ host: 'a2', groups: ['is_Debian'], vars: {}, parents: ['systems'] }]
  const extended = await play?.extend?.(additions)
  expect(extended?.hosts).toEqual(['a2'])
  const task = (await extended?.bind('a2', {} as never))?.tasks[0]
  expect(task?.resolve({ host: 'a2', registered: new Map(), pending: new Map(), observed: null })).toMatchObject({
    instances: [{ args: { msg: 7 } }],
  })
  expect(project.inventory.groups.get('systems')).toEqual(['a2'])
})

test('plays on hosts that are not known yet are checked before contact', async () => {
  const made = adds('group_by: { key: "{{ ansible_distribution }}" }')
  expect(await faults(made + later('Debian', 'copy: { dest: x, nothing: 1 }'))).toEqual([
    expect.stringContaining('unknown-key 5:30'),
  ])
  expect(await faults(made + later('Debian'))).toEqual([])
  expect(await faults(adds('debug: { msg: x }') + later('Debian'))).toEqual(['unknown-host 4:10'])
  expect(await faults(later('Debian') + made)).toEqual(['unknown-host 1:10'])
  expect(await faults(adds('add_host: { groups: db }'))).toEqual(['missing-key 3:7'])
})
