/** Facts: which of them a play reads, and where they can be used. */
import { expect, test } from 'vitest'
import type { HostPlay } from '../../src/engine/index.ts'
import { firstRefs } from '../../src/engine/observe/refs.ts'
import { HostState } from '../../src/engine/plan/host-state.ts'
import { refKey } from '../../src/resources/kind.ts'
import { type Files, faults, load, play, registered, resolved } from './project-in.ts'

const bound = async (playbook: string, files: Files = {}): Promise<HostPlay> =>
  (await load(playbook, files)).plays[0]?.bind('a1') as HostPlay
const keys = async (playbook: string, files: Files = {}): Promise<string[]> =>
  firstRefs(await bound(playbook, files)).map(refKey)
const groups = async (playbook: string, files: Files = {}): Promise<string[]> =>
  (await keys(playbook, files)).filter(key => key.startsWith('facts:')).map(key => key.slice(6))

test.each<[string, string[]]>([
  ['- debug: { msg: hello }', []],
  ['- debug: { msg: "{{ ansible_user | default(1) }}" }', []],
  ['- debug: { msg: "{{ ansible_hostname }}" }', ['platform']],
  [
    '- debug: { msg: x }\n  when: ansible_os_family == "Debian" and ansible_memtotal_mb > 1',
    ['distribution', 'hardware'],
  ],
  ['- debug: { msg: x }\n  loop: "{{ ansible_all_ipv4_addresses }}"', ['network']],
  ['- debug: { msg: "{{ ansible_facts.hostname }}{{ ansible_facts[\'mounts\'] }}" }', ['mounts', 'platform']],
  ['- debug: { msg: "{{ ansible_eth0.ipv4.address }}" }', ['network']],
  ['- template: { src: t, dest: /t }', ['date']],
  ['- template: { src: outer, dest: /t }', ['date']],
  ['- debug: { msg: "{{ v }}" }\n  vars: { v: "{{ ansible_local }}" }', ['local']],
])('%s reads %s', async (task, expected) => {
  const files = { 'templates/t': '{{ ansible_date_time.year }}', 'templates/outer': "{% include 't' %}" }
  expect((await groups(play(task), files)).sort()).toEqual(expected)
})

test('handlers that a role may bring read theirs', async () => {
  const files = {
    'roles/r_a/tasks/main.yml': '- debug: {}\n',
    'roles/r_a/handlers/main.yml': '- debug: { msg: "{{ ansible_date_time.year }}" }\n  name: h\n',
  }
  const text = play('- { command: echo a, register: x }\n- include_role: { name: "r_{{ x.stdout }}" }\n')
  expect(await groups(text, files)).toContain('date')
})

test('`ansible_facts` as a whole reads all of them', async () => {
  expect((await groups(play('- debug: { var: ansible_facts }'))).length).toBeGreaterThan(10)
})

test('what facts decide is read in the first batch, as it probably is', async () => {
  const tasks = `
- apt: { name: nginx }
  when: ansible_os_family == 'Debian'
- copy: { dest: "/etc/{{ ansible_distribution | lower }}.conf", content: a }
- copy: { dest: /etc/other, content: a }
  when: ansible_distribution == 'Ubuntu'
- copy: { dest: "/etc/{{ ansible_eth7.nothing }}", content: a }
  when: ansible_eth7 is defined
`
  const read = await keys(play(tasks))
  expect(read).toEqual(expect.arrayContaining(['package:nginx', 'path:/etc/debian.conf']))
  expect(read).not.toContain('path:/etc/other')
  const local = await keys(play('- copy: { dest: /etc/x, content: "{{ ansible_local.a.b }}" }'))
  expect(local).toContain('path:/etc/x')
})

test('no task has a value of a fact before the host has said it', async () => {
  const project = await load(play('- debug: { msg: "{{ ansible_distribution }}" }'))
  expect(resolved(project)).toEqual([{}, 'waits: ansible_distribution'])
  expect(resolved(project, registered({ ansible_distribution: 'Ubuntu' }))).toMatchObject([{}, { msg: 'Ubuntu' }])
})

test('variables of the play win over facts', async () => {
  const text = play('- debug: { msg: "{{ ansible_hostname }}" }', 'vars: { ansible_hostname: own }\n')
  expect(resolved(await load(text))).toMatchObject([{}, { msg: 'own' }])
})

test('with `gather_facts: false` there are none', async () => {
  const text = play('- debug: { msg: "{{ ansible_hostname }}" }', 'gather_facts: false\n')
  expect(await faults(text)).toEqual([expect.stringContaining('The play has `gather_facts: false`.')])
  const own = play('- setup:\n- debug: { msg: "{{ ansible_hostname }}" }', 'gather_facts: false\n')
  expect(await faults(own)).toEqual([])
})

test('a file of variables is chosen by what the host says', async () => {
  const text = play('- include_vars: "{{ ansible_distribution }}.yml"\n- debug: { msg: "{{ v }}" }')
  const files = { 'vars/Debian.yml': 'v: debian\n', 'vars/Ubuntu.yml': 'v: ubuntu\n' }
  const first = await bound(text, files)
  const says = (name: string) =>
    first.rebind?.(new HostState(new Map([['facts:distribution', { json: JSON.stringify({ distribution: name }) }]])))
  const messages = (one: HostPlay | undefined) =>
    one?.tasks.map(task => task.resolve({ host: 'a1', registered: new Map(), pending: new Map(), observed: null }))
  expect(JSON.stringify(messages(first))).toContain('debian')
  expect(JSON.stringify(messages(says('Ubuntu')))).toContain('ubuntu')
  expect(() => says('Arch')).toThrow('Arch.yml')
})
