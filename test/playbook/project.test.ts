import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadProject } from '../../src/playbook/project.ts'
import { folderWith } from '../inventory/folder.ts'
import { faults, load, nothing, play, resolved } from './project-in.ts'

const root = join(import.meta.dirname, '../..')

test.each([
  ['site', 'lab'],
  ['site', 'prod'],
  ['tasks-only', 'lab'],
  ['tasks-only', 'prod'],
])('the example %s loads with the inventory %s', async (playbook, inventory) => {
  const { plays } = await loadProject({ playbook, inventory, cwd: root })
  expect(plays.length).toBeGreaterThan(0)
  for (const play of plays) for (const host of play.hosts) expect(play.bind(host).tasks.length).toBeGreaterThan(10)
})

test('a topology comes between pre_tasks and tasks, its verification at the end', async () => {
  const playbook = `
- hosts: web
  topology: { synapse: { workers: { client-sync: "{{ n }}" } } }
  vars: { n: 2 }
  pre_tasks: [{ debug: { msg: x } }]
  tasks: [{ debug: { msg: x } }]
  post_tasks: [{ debug: { msg: x } }]
`
  const sections = (await load(playbook)).plays[0]?.bind('a1').tasks.map(task => task.section)
  expect(new Set(sections)).toEqual(new Set(['pre_tasks', 'topology', 'tasks', 'post_tasks', 'verification']))
  const tagged = (await load(playbook, {}, { tags: ['other'] })).plays[0]?.bind('a1').tasks
  expect(tagged).toEqual([])
})

test('hosts, batches and limit', async () => {
  const playbook = '- { hosts: web, serial: 1, tasks: [] }\n- { hosts: a2, become: true, tasks: [] }\n'
  const { plays } = await load(playbook)
  expect(plays.map(({ hosts, batches, needsBecome }) => ({ hosts, batches, needsBecome }))).toEqual([
    { hosts: ['a1', 'a2'], batches: [['a1'], ['a2']], needsBecome: false },
    { hosts: ['a2'], batches: [['a2']], needsBecome: true },
  ])
  const limited = await load(playbook, {}, { limit: 'a1', become: true })
  expect(limited.plays.map(({ hosts, needsBecome }) => [hosts, needsBecome])).toEqual([
    [['a1'], true],
    [[], true],
  ])
})

test('a play needs root when one of its tasks does', async () => {
  const { plays } = await load(play('- debug: { msg: x }\n- command: x\n  become: true\n'))
  expect(plays[0]?.needsBecome).toBe(true)
})

test('variables that say how a host is reached may be templates', async () => {
  const files = {
    'hosts.yaml':
      'all: { vars: { ansible_host: "{{ inventory_hostname }}.{{ domain }}", domain: x.org }, hosts: { a1: } }\n',
  }
  const project = await load('- { hosts: a1, tasks: [] }\n', files, { extraVars: ['ssh_user=me domain=y.org'] })
  expect(project.inventory.hosts.get('a1')?.vars).toMatchObject({ ansible_host: 'a1.y.org', ssh_user: 'me' })
})

test('keywords of a play set how hosts without such a variable are reached', async () => {
  const files = { 'hosts.yaml': 'all: { vars: { n: 5 }, hosts: { a1: , a2: { ssh_port: 7 } } }\n' }
  const project = await load('- { hosts: all, port: "22{{ n }}", remote_user: ana, tasks: [] }\n', files)
  expect(project.inventory.hosts.get('a1')?.vars).toMatchObject({ ansible_port: '225', ansible_user: 'ana' })
  expect(project.inventory.hosts.get('a2')?.vars).not.toHaveProperty('ansible_port')
})

const differs = (at: string, variable: string) =>
  `not-supported ${at} (Set \`${variable}\` for the hosts in the inventory, and in no play.)`

test.each([
  ['port: 22', 'port: 23', [differs('2:17', 'ansible_port')]],
  ['remote_user: ana', 'remote_user: eva', [differs('2:17', 'ansible_user')]],
  ['connection: local', 'become: true', [differs('1:17', 'ansible_connection')]],
  ['become: true', 'connection: local', [differs('2:17', 'ansible_connection')]],
  ['connection: local', 'connection: local', []],
  ['port: 70000', 'port: 70000', ['bad-value 1:23']],
])('two plays of a host with `%s` and `%s`, which has one connection', async (first, second, expected) => {
  const text = `- { hosts: web, ${first} }\n- { hosts: all, ${second} }\n`
  expect(await faults(text)).toEqual(expected)
})

test.each([
  [['a=1 b="x y"'], { a: '1', b: 'x y' }],
  [['{"a": [1]}'], { a: [1] }],
  [['a=1', 'a=2'], { a: '2' }],
  [['@more.yaml', 'b=3'], { a: 1, b: '3' }],
])('--extra-vars %j', async (extraVars, expected) => {
  const names = Object.keys(expected)
  const tasks = `- debug: { msg: [${names.map(name => `"{{ ${name} }}"`).join(', ')}] }\n`
  const project = await load(play(tasks), { 'more.yaml': 'a: 1\nb: 2\n' }, { extraVars })
  expect(resolved(project)).toMatchObject([{ msg: Object.values(expected) }])
})

test('a playbook is found by its name in playbooks/, with its templates beside it', async () => {
  const cwd = folderWith({
    'inventories/i.yaml': 'all: { hosts: { a1: } }\n',
    'playbooks/p.yaml':
      '- { hosts: a1, tasks: [{ template: { src: t.j2, dest: /t } }, { copy: { src: f, dest: /f } }] }\n',
    'playbooks/templates/t.j2': 'in templates\n',
    'playbooks/f': 'beside\n',
  })
  const project = await loadProject({ playbook: 'p', inventory: 'i', cwd })
  expect(resolved(project, nothing)).toMatchObject([
    { content: 'in templates\n' },
    { content: Buffer.from('beside\n') },
  ])
})

test('a hundred hosts with fifty tasks each are bound, each with its own values', async () => {
  const hosts = Array.from({ length: 100 }, (_, i) => `h${i}: { own: ${i} }`)
  const tasks = Array.from({ length: 50 }, (_, i) =>
    i % 2 === 0
      ? `- file: { path: /srv/${i}, state: directory }\n`
      : `- file: { path: "/srv/{{ own }}/{{ base ~ ${i} }}", mode: "{{ m }}" }\n  when: own is defined and own >= 0\n`,
  )
  const files = { 'hosts.yaml': `all: { hosts: { ${hosts.join(', ')} } }\n` }
  const playbook = play(tasks.join(''), 'vars: { base: "{{ inventory_hostname }}", m: 0640 }\n').replace('web', 'all')
  const { plays } = await load(playbook, files)
  expect(plays[0]?.bind('h7').tasks[1]?.resolve(nothing)).toMatchObject({
    instances: [{ args: { path: '/srv/7/h71', mode: '0640' } }],
  })
})
