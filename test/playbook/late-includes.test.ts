/** Includes whose name, loop or time is known only for a host. */
import { expect, test } from 'vitest'
import type { Scope, Task } from '../../src/engine/task.ts'
import { SwkError } from '../../src/errors/diagnostic.ts'
import type { LoadedPlay } from '../../src/playbook/loaded-play.ts'
import { type Files, faults, load, nothing, play, registered, resolved } from './project-in.ts'

const bound = async (text: string, files: Files = {}, host = 'a1') =>
  ((await load(text, files)).plays[0] as LoadedPlay).bind(host)
const messages = async (text: string, files: Files = {}, host = 'a1'): Promise<unknown[]> =>
  resolved(await load(text, files), nothing, host).map(one => (one as { msg?: unknown }).msg ?? one)
const argsOf = (tasks: readonly Task[], scope: Scope): unknown[] =>
  tasks.map(task => {
    const resolution = task.resolve(scope)
    return resolution.type === 'run' ? resolution.instances.map(one => (one.args as { msg?: unknown }).msg) : resolution
  })

test('a name over variables is one file for each host', async () => {
  const files = {
    'one.yaml': '- debug: { msg: "one {{ item | default(0) }}" }\n',
    'two.yaml': '- debug: { msg: "two {{ user }}" }\n',
    'host_vars/a1.yaml': 'file: one\nusers: [x, y]\n',
    'host_vars/a2.yaml': 'file: two\nusers: [z]\n',
  }
  const text = `
- include_tasks: "{{ file }}.yaml"
  vars: { user: me }
- include_tasks: two.yaml
  loop: "{{ users }}"
  loop_control: { loop_var: user }
- include_tasks: "{{ item }}"
  with_first_found: ["{{ file }}-none.yaml", "{{ file }}.yaml"]
  vars: { user: last }
`
  expect(await messages(play(text), files)).toMatchObject(['one 0', 'two x', 'two y', expect.stringMatching(/^one \//)])
  expect(await messages(play(text), files, 'a2')).toEqual(['two me', 'two z', 'two last'])
  expect(await faults(play('- include_tasks: "{{ inventory_hostname }}.yaml"\n'))).toEqual([
    'file-not-found 3:22',
    'file-not-found 3:22',
  ])
})

test('what depends on a result is resolved at its stage, with blocks and loop items of its own', async () => {
  const files = {
    'setup-a.yaml': '- block: [{ debug: { msg: "{{ item }} a {{ late }}" } }]\n  always: [{ debug: {} }]\n',
    'setup-b.yaml': '- { command: x, register: late }\n',
  }
  const text = `
- { command: x, register: r }
- include_tasks: "setup-{{ item }}.yaml"
  loop: "{{ r.stdout_lines }}"
- debug: { msg: "{{ late }}" }
`
  const { tasks } = await bound(play(text), files)
  const include = tasks[1] as Task
  expect(include.resolve(nothing)).toEqual({ type: 'waits', on: 'r' })
  expect(include.sets).toEqual(['late'])
  const scope = registered({ r: { stdout_lines: ['a', 'b', 'a'] }, late: 'l' })
  const brought = include.include?.(scope) ?? []
  expect(brought.map(task => task.module.name)).toEqual(['debug', 'debug', 'command', 'debug', 'debug'])
  expect(argsOf(brought.slice(0, 1), scope)).toEqual([['a a l']])
  expect(new Set(brought.map(task => task.within?.[0]?.block)).size).toBe(3)
  expect(() => include.resolve(registered({ r: { stdout_lines: ['c'] } }))).toThrow(SwkError)
  expect(() => include.resolve(registered({ r: { stdout_lines: ['c'] } }))).toThrow(/setup-c.yaml does not exist/)
})

test('what a host says is data in the tasks that it brings', async () => {
  const text = '- { command: x, register: r }\n- { include_tasks: a.yaml, loop: "{{ r.stdout_lines }}" }\n'
  const { tasks } = await bound(play(text), { 'a.yaml': '- debug: { msg: "{{ item }}" }\n' })
  const scope = registered({ r: { stdout_lines: ['{{ 1 + 1 }}'] } })
  expect(argsOf(tasks[1]?.include?.(scope) ?? [], scope)).toEqual([['{{ 1 + 1 }}']])
})

test('a handler may include tasks, and an included role brings its handlers', async () => {
  const files = {
    'h.yaml': '- { debug: { msg: in } }\n',
    'roles/r1/tasks/main.yml': '- { debug: {}, notify: of r1 }\n',
    'roles/r1/handlers/main.yml': '- { name: of r1, debug: {} }\n',
  }
  const text = `${play('- { include_role: { name: "r{{ n }}" }, vars: { n: 1 } }\n- { debug: {}, notify: h }\n')}
  handlers:
    - { name: h, include_tasks: h.yaml }
`
  const { tasks, handlers } = await bound(text, files)
  expect(tasks.map(task => task.notify)).toEqual([['r1 : of r1'], ['h']])
  expect(handlers.map(task => task.name)).toEqual(['r1 : of r1', 'h'])
  expect(handlers[1]?.include?.(nothing).map(task => task.section)).toEqual(['handlers'])
  const missing = '- hosts: web\n  handlers: [{ name: h, include_tasks: none.yaml }]\n'
  expect(await faults(missing)).toEqual(['file-not-found 2:40'])
})

test('include_vars may depend on a result: its names are known before, its values are data', async () => {
  const files = { 'vars/os-a.yaml': 'v: "{{ w }} a"\nw: x\n', 'vars/os-b.yaml': 'v: b\n' }
  const text = `
- { command: x, register: r }
- { include_vars: "os-{{ r.stdout }}.yaml", register: i }
- debug: { msg: "{{ v }} {{ i.ansible_included_var_files | length }}" }
`
  const { tasks } = await bound(play(text), files)
  expect(tasks[1]?.sets).toEqual(['v', 'w'])
  const resolution = tasks[1]?.resolve(registered({ r: { stdout: 'a' } }))
  expect(resolution).toMatchObject({ type: 'run', instances: [{ args: { values: { v: 'x a', w: 'x' } } }] })
  expect(tasks[2]?.resolve(nothing)).toMatchObject({ type: 'waits' })
  expect(await faults(play('- { command: x, register: r }\n- include_vars: { dir: none }\n'))).toEqual([
    'file-not-found 4:21',
  ])
})
