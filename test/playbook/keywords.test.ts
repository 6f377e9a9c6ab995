/** Keywords of plays, blocks and tasks: what a host's tasks are with them. */
import { expect, test } from 'vitest'
import type { Task } from '../../src/engine/task.ts'
import type { LoadedPlay } from '../../src/playbook/project.ts'
import { faults, load, nothing, play, resolved } from './project-in.ts'

const tasksOf = async (text: string, host = 'a1', options = {}): Promise<readonly Task[]> =>
  ((await load(text, {}, options)).plays[0] as LoadedPlay).bind(host).tasks
const environments = async (text: string): Promise<unknown[]> =>
  (await tasksOf(text)).map(task => {
    const resolution = task.resolve(nothing)
    return resolution.type === 'run' ? resolution.instances.map(one => one.environment) : resolution
  })

test('the environment of a task lies over those of its blocks and its play', async () => {
  const text = `
- command: env
- environment: { B: block, N: 5 }
  block:
    - command: env
      environment: [{ C: "{{ 0 + 1 }}" }, { B: task }]
`
  const head = 'environment: "{{ proxy }}"\nvars: { proxy: { A: a, F: true } }\n'
  expect(await environments(play(text, head))).toEqual([
    [{ A: 'a', F: 'True' }],
    [{ A: 'a', F: 'True', B: 'task', N: '5', C: '1' }],
  ])
  expect(await faults(play('- { command: env, environment: { "a b": x } }'))).toEqual(['wrong-type 3:36'])
})

test('module_defaults are arguments that the task itself does not give', async () => {
  const text = `
- command: echo
- module_defaults: { command: { creates: /b } }
  block:
    - command: { cmd: echo, chdir: /own }
    - debug: { msg: d }
`
  const head = 'module_defaults: { ansible.builtin.command: { chdir: "/{{ only_a1 }}", creates: /a } }\n'
  expect(resolved(await load(play(text, head), {}, { limit: 'a1' }))).toMatchObject([
    { cmd: 'echo', chdir: '/1', creates: '/a' },
    { cmd: 'echo', chdir: '/own', creates: '/b' },
    { msg: 'd' },
  ])
  expect(await faults(play('- command: echo\n', 'module_defaults: { command: { chdr: / } }\n'))).toEqual([
    'unknown-key 2:33 (did you mean chdir?)',
  ])
})

test('flags may be templates, and the inner one counts', async () => {
  const text = `
- become: "{{ wanted }}"
  block:
    - { debug: {}, ignore_errors: "{{ ansible_check_mode }}" }
    - { debug: {}, become: false, no_log: "{{ 1 == 1 }}" }
`
  const found = async (options = {}) =>
    (await tasksOf(play(text, 'vars: { wanted: yes }\n'), 'a1', options)).map(one => [
      one.become,
      one.ignoreErrors,
      one.noLog,
    ])
  expect(await found()).toEqual([
    [true, false, false],
    [false, false, true],
  ])
  expect(await found({ checkMode: true })).toMatchObject([[true, true, false], {}])
  expect(await faults(play('- { debug: {}, become: "{{ 7 }}" }'))).toEqual(['wrong-type 3:28'])
})

test('retries, delay, any_errors_fatal, throttle and diff reach the task', async () => {
  const text = `
- command: "true"
  until: r is success
  register: r
  retries: "{{ n }}"
  delay: "{{ n - 1 }}"
- { debug: {}, any_errors_fatal: true, throttle: 2, diff: false }
`
  const [first, second] = await tasksOf(play(text, 'vars: { n: 4 }\n'))
  expect(first?.until).toMatchObject({ attempts: 5, delay: 3 })
  expect(second).toMatchObject({ endsPlay: true, throttle: 2, hidesDiff: true })
  const [all] = await tasksOf(play('- debug: {}\n', 'any_errors_fatal: true\n'))
  expect(all?.endsPlay).toBe(true)
})
