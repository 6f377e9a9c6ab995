/** Keywords of plays, blocks and tasks: what a host's tasks are with them. */
import { expect, test } from 'vitest'
import type { Task } from '../../src/engine/task.ts'
import type { LoadedPlay } from '../../src/playbook/loaded-play.ts'
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
- module_defaults: { command: {} }
  block: [command: echo]
`
  const head = 'module_defaults: { ansible.builtin.command: { chdir: "/{{ only_a1 }}", creates: /a } }\n'
  expect(resolved(await load(play(text, head), {}, { limit: 'a1' }))).toMatchObject([
    { cmd: 'echo', chdir: '/1', creates: '/a' },
    { cmd: 'echo', chdir: '/own', creates: '/b' },
    { msg: 'd' },
    expect.not.objectContaining({ creates: '/a' }),
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

test('a task may be delegated to another host of the inventory or to this machine', async () => {
  const text = `
- { command: x, delegate_to: a2 }
- { command: x, delegate_to: "{{ inventory_hostname }}" }
- { local_action: command echo b }
- { action: { module: command, cmd: echo c }, connection: local }
- delegate_to: localhost
  block: [{ command: y, become: true }]
- { command: "echo {{ item }}", delegate_to: "{{ item }}", loop: "{{ groups.web }}" }
`
  const project = await load(play(text))
  const { tasks } = (project.plays[0] as LoadedPlay).bind('a1')
  const all = ['a2', undefined, 'localhost', 'localhost', 'localhost', undefined, 'a2']
  expect(tasks.map(task => task.delegateTo)).toEqual(all)
  expect(resolved(project).slice(2)).toMatchObject([
    { cmd: 'echo b' },
    { cmd: 'echo c' },
    {},
    { cmd: 'echo a1' },
    { cmd: 'echo a2' },
  ])
  expect(project.plays[0]?.delegates).toEqual(
    new Map([
      ['a2', false],
      ['localhost', true],
      ['a1', false],
    ]),
  )
  expect(project.inventory.hosts.get('localhost')?.vars).toMatchObject({ ansible_connection: 'local' })
  expect(await faults(play('- { command: x, delegate_to: a3 }'))).toEqual(['bad-value 3:34 (did you mean a1?)'])
})

test('a block in handlers is its handlers', async () => {
  const text = `${play('- { debug: {}, notify: h }\n')}  handlers: [{ become: true, block: [{ name: h, debug: {} }] }]\n`
  const { handlers } = ((await load(text)).plays[0] as LoadedPlay).bind('a1')
  expect(handlers).toMatchObject([{ name: 'h', become: true }])
})

test('hosts and serial may be templates over what is the same for all hosts', async () => {
  const text = '- hosts: "{{ target | default(group) }}"\n  vars: { group: web, n: 1 }\n  serial: ["{{ n }}", "50%"]\n'
  const batches = async (options = {}) => (await load(text, {}, options)).plays[0]?.batches
  expect(await batches()).toEqual([['a1'], ['a2']])
  expect(await batches({ extraVars: ['target=a2'] })).toEqual([['a2']])
  expect(await faults('- hosts: "{{ nowhere }}"\n')).toEqual(['undefined-variable 1:10'])
  expect(await batches({ extraVars: ['{"n":0}'] })).toEqual([['a1', 'a2']])
  expect(await faults('- hosts: web\n  serial: "{{ 0.5 }}"\n')).toEqual(['bad-value 2:11'])
})

test.each([
  ['with_random_choice: [1]', 'not-supported 4:7 (Use `loop` with a filter.)'],
  ['timeout: 5', 'not-supported 4:7 (A command may take so many seconds with `async`.)'],
  ['port: 5', 'not-supported 4:7 (Set it for the play, or `ssh_port` for the host in the inventory.)'],
])('a task with `%s` is refused', async (keyword, expected) => {
  expect(await faults(play(`- debug: { msg: x }\n  ${keyword}\n`))).toEqual([expected])
})

test.each([
  ['inventory', 'h3,h1 h10,h2'],
  ['reverse_inventory', 'h2,h10 h1,h3'],
  ['sorted', 'h1,h10 h2,h3'],
  ['reverse_sorted', 'h3,h2 h10,h1'],
  ['"{{ o }}"', 'h1,h10 h2,h3'],
])('order: %s decides which hosts share a batch', async (order, expected) => {
  const text = `- hosts: all\n  order: ${order}\n  serial: 2\n  vars: { o: sorted }\n  tasks: [{ debug: { msg: x } }]\n`
  const { plays } = await load(text, {}, { inventory: 'h3,h1,h10,h2' })
  expect(plays[0]?.batches.join(' ')).toBe(expected)
  expect(plays[0]?.hosts.join()).toBe(expected.replace(' ', ','))
})

test('order: shuffle keeps all hosts, in one order for the whole run', async () => {
  const inventory = Array.from({ length: 40 }, (_, i) => `h${i}`).join()
  const shuffled = async () => (await load('- hosts: all\n  order: shuffle\n', {}, { inventory })).plays[0]?.hosts
  const hosts = (await shuffled()) ?? []
  expect(hosts.toSorted()).toEqual(inventory.split(',').sort())
  expect(hosts.join()).not.toBe(inventory)
  expect(await shuffled()).toEqual(hosts)
  expect(await faults('- hosts: all\n  order: "{{ 5 }}"\n')).toEqual(['bad-value 2:10'])
})

test('vars_prompt asks for what the command line does not give', async () => {
  const head =
    'vars: { a: play, b: play, c: play }\nvars_prompt: [{ name: a, default: 7 }, { name: b, prompt: B }, { name: c }]\n'
  const asked: string[] = []
  const ask = async ({ name, text }: { name: string; text: string }) => {
    asked.push(`${name} ${text}`)
    return name === 'a' ? '' : 'answer'
  }
  const project = await load(
    play('- debug: { msg: "{{ a }} {{ b }} {{ c }}" }\n', head),
    {},
    { ask, extraVars: ['c=given'] },
  )
  expect(resolved(project)).toMatchObject([{ msg: '7 answer given' }])
  expect(asked).toEqual(['a a', 'b B'])
})

test('magic variables say what runs', async () => {
  const msg = '{{ ansible_play_name }} {{ ansible_play_batch }} {{ ansible_run_tags }} {{ ansible_version.major }}'
  const project = await load(play(`- debug: { msg: "${msg}" }\n`, 'name: N\nserial: 1\n'))
  expect(resolved(project)).toMatchObject([{ msg: "N ['a1'] ['all'] 2" }])
})
