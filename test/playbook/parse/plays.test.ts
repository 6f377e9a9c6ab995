import { expect, test } from 'vitest'
import { moduleKey, plainModule, sameModule } from '../../../src/playbook/modules.ts'
import type { Play, TaskSource } from '../../../src/playbook/types.ts'
import { parseSource } from '../../../src/yaml/source.ts'
import { parsePlaybook } from '../parse-playbook.ts'

const play = (text: string): Play => parsePlaybook(parseSource('site.yaml', text))[0] as Play
const task = (text: string): TaskSource =>
  play(`- hosts: all\n  tasks:\n    - ${text.trim().replaceAll('\n', '\n      ')}\n`).sections.tasks[0] as TaskSource

test('a play that says only its hosts has the defaults', () => {
  const { source: _, ...rest } = play('- hosts: web\n')
  expect(rest).toEqual({
    name: 'web',
    hosts: 'web',
    become: false,
    serial: [],
    vars: {},
    varsFiles: [],
    tags: [],
    sections: { pre_tasks: [], tasks: [], post_tasks: [], handlers: [] },
    path: [0],
  })
})

test('a play with all its keywords', () => {
  const {
    sections,
    source: _,
    ...rest
  } = play(`
- name: All
  hosts: [a, "b:!c"]
  become: yes
  become_user: postgres
  become_method: sudo
  serial: [1, "50%"]
  max_fail_percentage: 30%
  vars: { mode: 0660 }
  vars_files: [a.yaml]
  topology: { synapse: { workers: {} } }
  tags: a, b
  gather_facts: false
  remote_user: admin
  ignore_errors: no
  check_mode: "yes"
  no_log: true
  pre_tasks:
  tasks: [{ apt: { name: x } }]
  post_tasks: []
  handlers: [{ name: h, systemd: { name: x }, listen: l }]
`)
  expect(rest).toEqual({
    name: 'All',
    hosts: 'a,b:!c',
    become: true,
    becomeMethod: 'sudo',
    becomeUser: 'postgres',
    serial: [1, '50%'],
    gatherFacts: false,
    maxFailPercentage: 30,
    vars: { mode: '0660' },
    varsFiles: ['a.yaml'],
    topology: { synapse: { workers: {} } },
    tags: ['a', 'b'],
    remoteUser: 'admin',
    ignoreErrors: false,
    checkMode: true,
    noLog: true,
    path: [0],
  })
  expect(sections.handlers[0]).toMatchObject({ name: 'h', module: 'systemd', listen: ['l'] })
})

test('a task with all its keywords', () => {
  const { source, ...rest } = task(`
name: All
ansible.builtin.command: echo hi
args: { chdir: / }
when: [a, yes]
loop: [1, 2]
loop_control: { loop_var: one, label: "{{ one }}" }
register: result
notify: restart
tags: [a, "b,c"]
become: true
become_user: postgres
become_method: sudo
vars: { x: 1 }
ignore_errors: true
no_log: false
changed_when: false
failed_when: result.rc > 1
check_mode: no
`)
  expect(rest).toEqual({
    name: 'All',
    module: 'command',
    args: 'echo hi',
    argsPath: [0, 'tasks', 0, 'ansible.builtin.command'],
    moreArgs: { chdir: '/' },
    when: ['a', 'true'],
    loop: [1, 2],
    loopVar: 'one',
    loopLabel: '{{ one }}',
    register: 'result',
    notify: ['restart'],
    listen: [],
    tags: ['a', 'b', 'c'],
    become: true,
    becomeUser: 'postgres',
    vars: { x: 1 },
    ignoreErrors: true,
    noLog: false,
    changedWhen: ['false'],
    failedWhen: ['result.rc > 1'],
    checkMode: false,
    path: [0, 'tasks', 0],
  })
  expect(source.place([...rest.argsPath])).toMatchObject({ line: 4, length: 7 })
})

test.each([
  ['apt: { name: x }', 'apt'],
  ['ansible.builtin.apt: { name: x }', 'apt'],
  ['ansible.legacy.user_group: {}', 'user_group'],
  ['community.general.ufw: {}', 'ufw'],
  ['community.docker.docker_image: {}', 'community.docker.docker_image'],
  ['meta: flush_handlers', 'meta'],
  ['apt:', 'apt'],
])('the module of `%s` is %s', (text, module) => {
  expect(task(text).module).toBe(module)
})

test('`_` and `-` in names of modules are the same', () => {
  expect(sameModule('user_group', 'user-group')).toBe(true)
  expect(sameModule('ansible.builtin.wait_for', 'wait-for')).toBe(true)
  expect(sameModule('user', 'group')).toBe(false)
  expect(moduleKey('wait_for')).toBe('wait-for')
  expect(plainModule('ansible.builtin.wait_for')).toBe('wait_for')
})

test.each([
  ['2', [2]],
  ['"2"', [2]],
  ['30%', ['30%']],
  ['[1, 5, 100%]', [1, 5, '100%']],
  ['[1, 0]', [1, 0]],
  ['-1', [-1]],
  ['0%', ['0%']],
  ['101%', ['101%']],
])('serial: %s', (text, expected) => {
  expect(play(`- hosts: a\n  serial: ${text}\n`).serial).toEqual(expected)
})
