/** Blocks, imported files and roles, as tasks of a play. */
import { expect, test } from 'vitest'
import type { LoadedPlay } from '../../src/playbook/loaded-play.ts'
import { type Files, faults, load, play, registered, resolved } from './project-in.ts'

const names = async (playbook: string, files: Files = {}, options = {}): Promise<string[]> =>
  (await load(playbook, files, options)).plays.flatMap(one => one.bind('a1').tasks.map(task => task.name))
const text = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))
const handlers = async (playbook: string, files: Files): Promise<string[]> =>
  ((await load(playbook, files)).plays[0] as LoadedPlay).bind('a1').handlers.map(task => task.name)
const messages = async (playbook: string, files: Files = {}): Promise<unknown[]> =>
  resolved(await load(playbook, files)).map(one => (one as { msg?: unknown }).msg ?? one)

test('a block without rescue is its tasks, which inherit its keywords', async () => {
  const block = `
- name: around
  when: x == 1
  vars: { x: 1, y: 2 }
  become: true
  tags: [t]
  block:
    - debug: { msg: "{{ x }}{{ y }}" }
    - debug: { msg: "{{ y }}" }
      vars: { y: 3 }
    - when: x == 2
      block:
        - debug: { msg: no }
      tags: u
`
  expect(await messages(play(block))).toEqual(['12', 3, 'skip: x == 2 is false'])
  expect(await names(play(block), {}, { tags: ['u'] })).toEqual(['debug'])
  const { tasks } = ((await load(play(block))).plays[0] as LoadedPlay).bind('a1')
  expect(tasks.map(task => task.become)).toEqual([true, true, true])
})

test('files of tasks are found beside the file that names them, and see the variables of the import', async () => {
  const files = {
    'tasks/a.yaml': '- debug: { msg: "a {{ v }}" }\n- import_tasks: b.yaml\n',
    'tasks/b.yaml': '- debug: { msg: "b {{ v }} {{ item | default(0) }}" }\n',
  }
  const text = `
- import_tasks: tasks/a.yaml
  vars: { v: 1 }
- include_tasks: { file: tasks/b.yaml }
  vars: { v: 2 }
  loop: [x, y]
`
  expect(await messages(play(text), files)).toEqual(['a 1', 'b 1 0', 'b 2 x', 'b 2 y'])
})

test('tags of an import are inherited, those of an include select it only', async () => {
  const files = { 'a.yaml': '- { name: plain, debug: {} }\n- { name: tagged, debug: {}, tags: u }\n' }
  const text = '- { import_tasks: a.yaml, tags: t }\n- { include_tasks: a.yaml, tags: u }\n'
  expect(await names(play(text), files, { tags: ['t'] })).toEqual(['plain', 'tagged'])
  expect(await names(play(text), files, { tags: ['u'] })).toEqual(['tagged', 'tagged'])
})

const role: Files = {
  'roles/r/defaults/main.yml': 'd: default\ne: default\n',
  'roles/r/vars/main.yml': 'v: role\n',
  'roles/r/tasks/main.yml':
    '- { debug: { msg: "{{ d }} {{ e }} {{ v }} {{ p | default(0) }} {{ role_name }}" }, notify: h }\n',
  'roles/r/tasks/other.yml': '- { template: { src: t.j2, dest: /t }, notify: [h, topic] }\n',
  'roles/r/templates/t.j2': 'of the role {{ d }}\n',
  'roles/r/handlers/main.yml': '- { name: h, debug: {} }\n- { name: h2, debug: {}, listen: topic }\n',
  'roles/r/meta/main.yml': 'dependencies:\n  - { role: dep, q: 7 }\n',
  'roles/dep/tasks/main.yml': '- debug: { msg: "dep {{ q }}" }\n',
  'templates/t.j2': 'of the playbook\n',
}

test('roles run after pre_tasks and before tasks, their dependencies first, each once', async () => {
  const text = `
- hosts: web
  vars: { e: play, v: play }
  pre_tasks: [{ name: pre, debug: {} }]
  roles:
    - r
    - { role: r, p: 5 }
    - r
  tasks:
    - debug: { msg: "{{ d }} {{ v }}" }
`
  expect((await messages(text, role)).slice(1)).toEqual([
    'dep 7',
    'default play role 0 r',
    'default play role 5 r',
    'default role',
  ])
  expect(await names(text, role)).toEqual(['pre', 'dep : debug', 'r : debug', 'r : debug', 'debug'])
  expect(await handlers(text, role)).toEqual(['r : h', 'r : h2'])
})

test("tasks_from and a role's own templates, handlers by name and by topic", async () => {
  const text = play('- import_role: { name: r, tasks_from: other }\n  vars: { d: mine }\n')
  const project = await load(text, role)
  expect(resolved(project)[1]).toMatchObject({ content: 'of the role mine\n' })
  const { tasks } = (project.plays[0] as LoadedPlay).bind('a1')
  expect(tasks.map(task => task.notify)).toEqual([[], ['r : h', 'r : h2']])
})

test('import_playbook', async () => {
  const files = { 'sub/more.yaml': '- hosts: web\n  tasks:\n    - debug: { msg: "{{ v }}" }\n' }
  const project = await load(
    `- import_playbook: sub/more.yaml\n  vars: { v: 1 }\n  tags: t\n${play('- debug: {}\n')}`,
    files,
  )
  expect(project.plays).toHaveLength(2)
  expect(resolved(project)).toEqual([expect.objectContaining({ msg: 1 })])
})

test.each([
  ['with_items: [1, [2, 3], "{{ l }}"]', ['1', '2', '3', '4', '5']],
  ['with_dict: { a: 1 }', ['{"key":"a","value":1}']],
  ['with_together: [[a, b], [1]]', ['["a",1]', '["b",null]']],
  ['with_nested: [[a, b], [1, 2]]', ['["a",1]', '["a",2]', '["b",1]', '["b",2]']],
  ['with_indexed_items: [a, b]', ['[0,"a"]', '[1,"b"]']],
  ['with_sequence: start=1 end=5 stride=2 format=x%02d', ['x01', 'x03', 'x05']],
  ['with_sequence: count=2', ['1', '2']],
  ['with_sequence: 4-6', ['4', '5', '6']],
  ['with_fileglob: "*.txt"', [expect.stringMatching(/files\/a\.txt$/)]],
  ['with_first_found: [none, files/a.txt]', [expect.stringMatching(/files\/a\.txt$/)]],
  ['with_subelements: ["{{ subs }}", k]', ['[{"k":[1,2]},1]', '[{"k":[1,2]},2]']],
])('%s', async (loop, expected) => {
  const vars = '  vars: { l: [4, 5], subs: [{ k: [1, 2] }] }\n'
  const project = await load(play(`- debug: { msg: "{{ item }}" }\n  ${loop}\n${vars}`), { 'files/a.txt': '' })
  const [first] = ((project.plays[0] as LoadedPlay).bind('a1').tasks ?? []).map(task =>
    task.resolve({ host: 'a1', registered: new Map(), pending: new Map(), observed: null }),
  )
  const found = first?.type === 'run' ? first.instances.map(one => text((one.args as { msg: unknown }).msg)) : first
  expect(found).toEqual(expected)
})

test.each(["[[{ k: [1] }], k, 'skip_missing']", '[[{ k: [1] }], k, {}, {}]', '[[{ k: [1] }], 5]'])(
  'with_subelements: %s is refused',
  async terms => {
    expect(await faults(play(`- { debug: {}, with_subelements: ${terms} }\n`))).toHaveLength(1)
  },
)

test('loop_control gives index and position', async () => {
  const text =
    '- debug: { msg: "{{ i }}{{ ansible_loop.last }}" }\n  loop: [a, b]\n  loop_control: { index_var: i, extended: true, pause: 0 }\n'
  const [first] = resolved(await load(play(text))) as { args: { msg: string } }[][]
  expect(first?.map(one => one.args.msg)).toEqual(['0False', '1True'])
})

test('key=value arguments, with quotes, templates and free text', async () => {
  const text = `
- copy: dest=/x content="a b" mode=0644
- command: echo 'a  b' creates={{ p }} chdir=/
  vars: { p: /y }
- apt: name=a,b update_cache=yes
- shell: |
    creates={{ p }}
    echo  one
  vars: { p: /y }
`
  const [copy, command, apt, shell] = resolved(await load(play(text)))
  expect(copy).toMatchObject({ dest: '/x', content: 'a b', mode: '0644' })
  expect(command).toMatchObject({ cmd: "echo 'a  b'", creates: '/y', chdir: '/' })
  expect(apt).toMatchObject({ name: ['a', 'b'], update_cache: true })
  expect(shell).toMatchObject({ cmd: 'echo  one\n', creates: '/y' })
})

test('the condition of an include decides once where its tasks would change it', async () => {
  const files = { 'a.yaml': '- { command: x, register: r }\n- { debug: { msg: in } }\n' }
  const text = '- { command: x, register: r }\n- { include_tasks: a.yaml, when: r.rc == 0 }\n'
  const bound = ((await load(play(text), files)).plays[0] as LoadedPlay).bind('a1')
  const late = bound.tasks[1]
  expect(late?.include?.(registered({ r: { rc: 1 } }))).toEqual([])
  expect(late?.include?.(registered({ r: { rc: 0 } })).map(task => task.name)).toEqual(['command', 'debug'])
})

test('what includes itself is refused', async () => {
  const files = { 'a.yaml': '- import_tasks: a.yaml\n', 'roles/r/tasks/main.yml': '- import_role: { name: r }\n' }
  expect(await faults(play('- import_tasks: a.yaml\n- import_role: { name: r }\n'), files)).toEqual([
    'not-supported 1:3',
    'not-supported 1:16',
  ])
})

test('include_vars gives its variables to the tasks after it, stronger than those of the play and of tasks', async () => {
  const tasks = `
- debug: { msg: "{{ v }}" }
- include_vars: "{{ which }}.yaml"
  when: which == 'b'
- debug: { msg: "{{ v }}" }
  vars: { v: task }
- include_vars: { file: "{{ item }}", name: all }
  with_first_found: [none.yaml, b.yaml]
- debug: { msg: "{{ all.v }}" }
`
  const text = play(tasks, 'vars: { v: play, which: b }\n')
  expect(await messages(text, { 'vars/b.yaml': 'v: file\n' })).toEqual(['play', 'file', 'file'])
  expect(await faults(play('- include_vars: nope.yaml\n- include_vars: { fil: x }\n'))).toEqual([
    'file-not-found 3:21',
    expect.stringMatching(/^missing-key/),
    'unknown-key 4:23 (did you mean file?)',
  ])
})

test('run_once is on the first host of each batch; until and retries give attempts', async () => {
  const text = '- { name: once, debug: {}, run_once: true }\n- { name: again, command: x, retries: 4, delay: 1 }\n'
  const [one] = (await load(play(text))).plays as [LoadedPlay]
  expect(['a1', 'a2'].map(host => one.bind(host).tasks.map(task => task.name))).toEqual([['once', 'again'], ['again']])
  expect(one.bind('a2').tasks[0]?.until).toMatchObject({ attempts: 5, delay: 1 })
  const [each] = (await load(play(text, 'serial: 1\n'))).plays as [LoadedPlay]
  expect(each.bind('a2').tasks.map(task => task.name)).toEqual(['once', 'again'])
  const [all] = (await load(play('- { name: n, debug: {}, run_once: true, register: r }\n'))).plays as [LoadedPlay]
  const once = (host: string) => all.bind(host).tasks[0]?.once
  expect(once('a1')).toMatchObject({ leader: 'a1' })
  expect(once('a2')).toEqual(once('a1'))
})

test('a template knows its own file and where it goes', async () => {
  const files = { 'templates/t.j2': '{{ template_path }} {{ template_fullpath }} {{ template_destpath }}\n' }
  const [template] = resolved(await load(play('- template: { src: t.j2, dest: /etc/t }\n'), files))
  const [file, whole, dest] = String((template as { content: string }).content)
    .trim()
    .split(' ')
  expect([file, whole]).toEqual([expect.stringMatching(/^\/.*\/templates\/t\.j2$/), file])
  expect(dest).toBe('/etc/t')
})
