import { expect, test } from 'vitest'
import { load, nothing, play, registered, resolved } from '../project-in.ts'

const msg = (text: string, more = '') => `- debug: { msg: ${JSON.stringify(text)} }\n${more}`
const messages = async (tasks: string, scope = nothing, head = '', files = {}, options = {}) =>
  resolved(await load(play(tasks, head), files, options), scope).map(args => (args as { msg?: unknown })?.msg ?? args)

test('variables win as in Ansible', async () => {
  const files = {
    'hosts.yaml':
      'all: { vars: { v1: inventory, v2: inventory, v3: inventory, v4: inventory, v5: inventory }, children: { web: { hosts: { a1: } } } }\n',
    'more.yaml': 'v3: vars_files\nv4: vars_files\nv5: vars_files\n',
  }
  const head = 'vars: { v2: play, v3: play, v4: play, v5: play }\nvars_files: [more.yaml]\n'
  const task = msg('{{ v1 }} {{ v2 }} {{ v3 }} {{ v4 }} {{ v5 }}', '  vars: { v4: task, v5: task }\n')
  expect(await messages(task, nothing, head, files, { extraVars: ['v5=extra'] })).toEqual([
    'inventory play vars_files task extra',
  ])
})

test('a registered result is stronger than the variables of tasks and plays, weaker than extra vars', async () => {
  const tasks = `- command: x\n  register: r\n${msg('{{ r.stdout }}', '  vars: { r: { stdout: mine } }\n')}`
  const scope = registered({ r: { stdout: 'theirs' } })
  expect((await messages(tasks, scope))[1]).toBe('theirs')
  expect((await messages(tasks, nothing, '', {}, { extraVars: ['{r: {stdout: extra}}'] }))[1]).toBe('extra')
})

test.each([
  ['{{ inventory_hostname }}', 'a1'],
  ['{{ group_names }}', ['web']],
  ['{{ groups.web }}', ['a1', 'a2']],
  ["{{ hostvars['a1'].only_a1 }}", '1'],
  ["{{ hostvars.a2.only_a1 | default('none') }}", 'none'],
  ['{{ play_hosts | length }}', '2'],
  ['{{ ansible_check_mode }}', true],
  ['{{ playbook_dir | basename is match("swk-") }}', true],
  ['{{ ansible_host }}', 'a1'],
])('%s is %j', async (text, value) => {
  expect(await messages(msg(text), nothing, '', {}, { checkMode: true })).toEqual([value])
})

test('a magic variable cannot be set', async () => {
  expect(await messages(msg('{{ inventory_hostname }}'), nothing, 'vars: { inventory_hostname: evil }\n')).toEqual([
    'a1',
  ])
})

test('a task waits for what it uses of a result, also through variables and template files', async () => {
  const tasks = `
- command: x
  register: r
- debug: { msg: "{{ r.rc }}" }
- debug: { msg: "{{ through }}" }
- debug: { msg: plain }
  when: r.rc == 0
- template: { src: t.j2, dest: /t }
- assert: { that: r.rc == 0 }
- debug: { var: r }
- debug: { msg: "{{ item }}" }
  loop: "{{ r.lines }}"
- debug: { msg: plain }
`
  const project = await load(play(tasks, 'vars: { through: "{{ r.rc }}" }\n'), { 'templates/t.j2': '{{ r.rc }}\n' })
  expect(resolved(project).slice(1)).toEqual([...Array(7).fill('waits: r'), expect.objectContaining({ msg: 'plain' })])
  const after = resolved(project, registered({ r: { rc: 0, lines: ['x', 'y'] } })).slice(1)
  expect(after[0]).toMatchObject({ msg: '0' })
  expect(after[3]).toMatchObject({ content: '0\n' })
  expect(after[6]).toMatchObject([{ label: 'x', args: { msg: 'x' } }, { label: 'y' }])
})

test('a condition that is false decides before one that waits; one behind it is not looked at', async () => {
  const tasks = `
- command: x
  register: r
- debug: { msg: "{{ nowhere }}" }
  when: [false, r.rc == 0, nowhere == 1]
- debug: { msg: "{{ nowhere }}" }
  when: nowhere is defined
`
  expect(await messages(tasks)).toEqual([
    expect.anything(),
    'skip: false is false',
    'skip: nowhere is defined is false',
  ])
})

test('what a host said is never rendered, wherever it comes from', async () => {
  const tasks = `
- command: x
  register: r
- debug: { msg: "{{ r.stdout }}" }
- debug: { msg: "{{ through }}" }
- debug: { msg: "{{ item }}" }
  loop: "{{ r.lines }}"
- template: { src: t.j2, dest: /t }
- debug: { msg: "{{ mine }}" }
  vars: { mine: "{{ r.stdout }}" }
- debug: { msg: x }
  loop: ["{{ r.stdout }}"]
  loop_control: { label: "{{ item }}" }
`
  const evil = '{{ groups }}{% if true %}x{% endif %}'
  const project = await load(play(tasks, 'vars: { through: "{{ r.stdout }}" }\n'), {
    'templates/t.j2': '{{ through }}',
  })
  const after = resolved(project, registered({ r: { stdout: evil, lines: [evil] } })).slice(1)
  expect(after).toMatchObject([
    { msg: evil },
    { msg: evil },
    [{ label: evil, args: { msg: evil } }],
    { content: evil },
    { msg: evil },
    [{ label: evil }],
  ])
})

test('what a host said is a value of a condition, whatever it looks like', async () => {
  const project = await load(play(`- command: x\n  register: r\n- assert: { that: "'{{ r.stdout }}' == 'x'" }\n`))
  const [, args] = resolved(project, registered({ r: { stdout: "' == '' or 'x" } }))
  expect(args).toMatchObject({ failed: ["'{{ r.stdout }}' == 'x'"] })
})

test.each([['assert: { that: ["{{ r.stdout }}"] }'], ['debug: { var: "{{ r.stdout }}" }']])(
  'what a host said is never evaluated as an expression: %s',
  async task => {
    const project = await load(play(`- command: x\n  register: r\n- ${task}\n`))
    const scope = registered({ r: { stdout: "' == '' or 'x" } })
    expect(() => resolved(project, scope)).toThrow('cannot be put together by a template')
  },
)

test('a condition over what a host said is never evaluated', async () => {
  const project = await load(play(`- command: x\n  register: r\n- debug: { msg: m }\n  when: r.stdout\n`))
  expect(() => resolved(project, registered({ r: { stdout: 'true' } }))).toThrow('this one is a text')
})

test('a loop gives an instance for each item whose condition holds, with its label', async () => {
  const tasks = `
- debug: { msg: "{{ it.n }}" }
  loop: [{ n: 1 }, { n: 2 }, { n: 3 }]
  loop_control: { loop_var: it, label: "no. {{ it.n }}" }
  when: it.n != 2
- debug: { msg: x }
  loop: []
- debug: { msg: x }
  loop: "{{ nowhere }}"
  when: false
`
  expect(resolved(await load(play(tasks)))).toMatchObject([
    [
      { label: 'no. 1', args: { msg: '1' } },
      { label: 'no. 3', args: { msg: '3' } },
    ],
    'skip: no items',
    expect.stringContaining('skip'),
  ])
})

test('omit takes an argument away', async () => {
  const [args] = resolved(await load(play('- file: { path: /x, owner: "{{ who | default(omit) }}" }\n')))
  expect(args).not.toHaveProperty('owner')
})

test('modes mean what they look like, also through a variable', async () => {
  const tasks =
    '- file: { path: /x, mode: "{{ m }}" }\n- file: { path: /x, mode: 0660 }\n- file: { path: /x, mode: "{{ n }}" }\n'
  const head = 'vars: { m: 0640, n: "u=rw" }\n'
  expect(resolved(await load(play(tasks, head)))).toMatchObject([{ mode: '0640' }, { mode: '0660' }, { mode: 'u=rw' }])
})

test('changed_when and failed_when see the result under its name', async () => {
  const tasks = `
- command: x
  register: r
  changed_when: "'made' in r.stdout"
  failed_when: [r.rc != 0, r.rc != 2]
`
  const task = (await load(play(tasks))).plays[0]?.bind('a1').tasks[0]
  expect(task?.changedWhen?.(nothing, { stdout: 'made it' })).toBe(true)
  expect(task?.changedWhen?.(nothing, { stdout: '' })).toBe(false)
  expect([0, 1, 2].map(rc => task?.failedWhen?.(nothing, { rc }))).toEqual([false, true, false])
})

test('a task has what its play says where it says nothing itself', async () => {
  const head =
    'become: true\nbecome_user: "{{ who }}"\nignore_errors: true\nno_log: true\ncheck_mode: true\nvars: { who: synapse }\n'
  const tasks =
    '- debug: { msg: x }\n- debug: { msg: x }\n  become_user: root\n  ignore_errors: false\n  no_log: false\n  check_mode: false\n- debug: { msg: x }\n  become: false\n'
  const [first, second, third] = (await load(play(tasks, head))).plays[0]?.bind('a1').tasks ?? []
  expect(first).toMatchObject({ become: true, becomeUser: 'synapse', ignoreErrors: true, noLog: true, checkMode: true })
  expect(second).toMatchObject({ become: true, ignoreErrors: false, noLog: false, checkMode: false })
  expect(second?.becomeUser).toBeUndefined()
  expect(third).toMatchObject({ become: false })
  expect(third?.becomeUser).toBeUndefined()
})

test('a task notifies handlers by name and by topic', async () => {
  const playbook = `${play('- command: x\n  notify: [one, "all of {{ inventory_hostname }}"]\n')}  handlers:
    - { name: one, command: x }
    - { name: two, listen: [all of a1, all of a2], command: x }
    - { name: three, listen: [all of a1, all of a2], command: x }
`
  const bound = (await load(playbook)).plays[0]?.bind('a1')
  expect(bound?.tasks[0]?.notify).toEqual(['one', 'two', 'three'])
  expect(bound?.handlers.map(({ name, section }) => `${section} ${name}`)).toEqual([
    'handlers one',
    'handlers two',
    'handlers three',
  ])
})

test('of handlers with one name the first counts; those without a name are all there', async () => {
  const playbook = `${play('- command: x\n  notify: [one, topic]\n')}  handlers:
    - { name: one, command: first }
    - { command: a, listen: topic }
    - { command: b, listen: topic }
    - { name: one, command: last }
`
  const bound = (await load(playbook)).plays[0]?.bind('a1')
  expect(bound?.tasks[0]?.notify).toEqual(['one', 'command', 'command (2)'])
  const said = bound?.handlers.map(({ name, resolve }) => [name, JSON.stringify(resolve(nothing))])
  expect(said).toEqual([
    ['one', expect.stringContaining('"first"')],
    ['command', expect.stringContaining('"a"')],
    ['command (2)', expect.stringContaining('"b"')],
  ])
})

test('what a handler registers is no result for the tasks', async () => {
  const playbook = `${play('- command: x\n  register: r\n  notify: h\n- debug: { msg: "{{ h is defined }}" }\n')}  handlers:
    - { name: h, debug: { msg: "{{ r.rc }}" }, register: h }
`
  const project = await load(playbook)
  expect(resolved(project)[1]).toMatchObject({ msg: false })
  expect(project.plays[0]?.bind('a1').handlers[0]?.resolve(nothing)).toEqual({ type: 'waits', on: 'r' })
})
