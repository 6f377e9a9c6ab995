import { expect, test } from 'vitest'
import { SwkError } from '../../src/errors/diagnostic.ts'
import { faults, load, play } from './project-in.ts'

const head = 3 // lines of the play before its first task

/** One task (line 3 of the file) -> `code column (hint)`; other lines are named. */
async function taskFaults(task: string, more = ''): Promise<string[]> {
  const all = await faults(`${play(`- ${task.replaceAll('\n', '\n  ')}\n`)}${more}`, {
    'files/f.txt': 'f',
    'templates/t.j2': 'ok\n{{ nope }}\n',
  })
  return all.map(fault => fault.replace(` ${head}:`, ' '))
}

test.each([
  ['aptt: { name: x }', ['unknown-module 7 (did you mean apt?)']],
  ['ansible.builtin.sysvinit: { name: x }', ['not-supported 7']],
  ['ansible.builtin.user_group: { name: x, members: [y] }', []],
  ['apt: { nam: x }', expect.arrayContaining(['unknown-key 14 (did you mean name?)'])],
  ['apt: { name: x, state: presnt }', ['bad-value 30 (did you mean present?)']],
  ['file: { path: /a/../b }', ['bad-value 21']],
  ['file: { path: /x, mode: 660 }', ['bad-mode 31 (Without a leading zero or quotes, YAML reads a decimal number.)']],
  ['file: { path: /x, mode: "{{ m }}" }\nvars: { m: 660 }', [expect.stringContaining('bad-mode 31')]],
  ['user-group: { name: x, members: { a: b } }', ['wrong-type 39']],
  ['apt:', [expect.stringMatching(/^(missing-key|bad-value) 7/)]],
  ['apt: name=htop state=present', []],
  ['apt: name=htop stat=present', ['unknown-key 12 (did you mean state?)']],
  ['apt: htop', ['wrong-type 12']],
  ['command: touch x creates=/y', []],
  ['command: touch x\nargs: { creats: /x }', ['unknown-key 4:15 (did you mean creates?)']],
  ['copy: { src: f.tx, dest: /x }', ['file-not-found 20 (did you mean f.txt?)']],
  ['template: { src: missing.j2, dest: /x }', ['file-not-found 24']],
  ['template: { src: t.j2, dest: /x }', ['undefined-variable 2:1']],
  ['debug: { msg: "{{ nope }}" }', ['undefined-variable 21']],
  ['debug: { msg: ["a", "{{ nope }}", { b: "{{ nope2 }}" }] }', ['undefined-variable 27', 'undefined-variable 46']],
  ['debug: { msg: "{{ ansible_distribution }}" }', []],
  ['debug: { msg: "{{ ansible_nothing }}" }', [expect.stringContaining('swk has no such fact')]],
  ['debug: { msg: "{{ x | nofilter }}" }\nvars: { x: 1 }', ['template-error 21']],
  ['debug: { msg: x }\nwhen: nope', ['undefined-variable 4:13']],
  ['debug: { msg: x }\nwhen: 1 +', ['template-error 4:13']],
  ['debug: { msg: x }\nwhen: inventory_hostname', [expect.stringContaining('wrong-type 4:13')]],
  ['debug: { msg: x }\nloop: "{{ inventory_hostname }}"', ['wrong-type 4:13']],
  ['debug: { msg: "{{ item.x }}" }\nloop: [{ x: 1 }, { y: 1 }]', [expect.stringContaining('undefined-variable 21')]],
  ['debug: { msg: x }\nnotify: h', ['unknown-handler 4:15']],
  ['debug: { msg: x }\nbecome: true\nbecome_user: "{{ nope }}"', ['undefined-variable 5:20']],
  ['debug: { msg: x }\nregister: r\nfailed_when: r.rc = 1', ['template-error 5:20']],
  [
    'debug: { msg: x }\nregister: r\nchanged_when: [r.rc == 1, rr.rc == 1]',
    [expect.stringMatching(/^undefined-variable 5:33/)],
  ],
  ['debug: { msg: x }\nregister: r\nfailed_when: r is defined and later is defined and later.x', []],
  ['file: { path: /x, bogus: "{{ y }}" }\nwhen: false', ['unknown-key 25']],
  ['file: { path: "{{ nope }}" }\nwhen: false', []],
  ['meta: flush_handlers\nwhen: true', ['not-supported 4:7']],
  ['assert: { that: a ==, quiet: true }', expect.arrayContaining([expect.stringContaining('template-error')])],
])('%s', async (task, expected) => {
  expect(await taskFaults(task)).toEqual(expected)
})

const waiting = (task: string) => faults(play(`- command: x\n  register: r\n- ${task}\n`))

test.each([
  ['debug: { msg: "{{ r.stdout }} {{ typo }}" }', ['undefined-variable 5:21']],
  ['debug: { msg: "{{ r.stdout | uper }}" }', ['template-error 5:21 (did you mean upper?)']],
  ['file: { path: "{{ r.stdout }}", mod: 0644 }', ['unknown-key 5:39 (did you mean mode?)']],
  ['file: { path: "{{ r.stdout }}", mode: 644 }', [expect.stringContaining('bad-mode 5:45')]],
  ['debug: { msg: "{{ guarded }}" }\n  when: r.rc == 0 and guarded is defined', []],
  ['debug: { msg: x }\n  when: r.rc == 0 and', ['template-error 6:13']],
  ['debug: { msg: x }\n  when: [r.rc == 0, nope]', ['undefined-variable 6:25']],
  ['debug: { msg: x }\n  loop: "{{ r.list + nope }}"', ['undefined-variable 6:13']],
  ['debug: { msg: "{{ item }}" }\n  loop: "{{ r.list }}"', []],
  ['debug: { msg: "{{ s.rc }}" }\n- command: x\n  register: s', [expect.stringContaining('only after this one')]],
])('what a task that waits for a result can be told before: %s', async (task, expected) => {
  expect(await waiting(task)).toEqual(expected)
})

test('what a template file lacks is told before, though it waits for a result', async () => {
  const playbook = play('- command: x\n  register: r\n- template: { src: t.j2, dest: /t }\n')
  expect(await faults(playbook, { 'templates/t.j2': 'a\n{{ r.rc }} {{ typo }}\n' })).toEqual(['undefined-variable 2:1'])
  expect(await faults(playbook, { 'templates/t.j2': '{{ r.rc }}{% if %}\n' })).toEqual(['template-error 1:1'])
  expect(await faults(playbook, { 'templates/t.j2': '{{ r.rc }}{{ typo | default(1) }}\n' })).toEqual([])
})

test('all of it is told at once, in the order of the files', async () => {
  const playbook = play(
    '- apt: { nam: x, name: y }\n- debug: { msg: "{{ nope }}" }\n- foo: {}\n',
    'vars_files: [gone.yaml]\n',
  )
  expect(await faults(playbook)).toEqual([
    'file-not-found 2:16',
    'unknown-key 4:14 (did you mean name?)',
    'unknown-module 6:7',
  ])
})

test('what only some hosts lack names these', async () => {
  await expect(load(play('- debug: { msg: "{{ only_a1 }}" }\n'))).rejects.toThrow("'only_a1' is undefined (for a2)")
})

test('with no_log a mistake does not show what was found', async () => {
  const secret = play('- file: { path: "{{ s }}" }\n  no_log: true\n', 'vars: { s: s3cret }\n')
  const error = await load(secret).catch(error => error)
  expect(error).toBeInstanceOf(SwkError)
  expect(JSON.stringify(error.diagnostics)).not.toContain('s3cret"')
})

test.each([
  [{ playbook: 'sitee' }, /The playbook sitee does not exist/],
  [{ inventory: 'nope' }, /The inventory nope does not exist/],
  [{ limit: 'nope' }, /nope/],
  [{ extraVars: ['novalue'] }, /--extra-vars cannot be read/],
  [{ extraVars: ['@nope.yaml'] }, /nope.yaml/],
])('%j is refused', async (options, message) => {
  await expect(load(play('- debug: { msg: x }\n'), {}, options)).rejects.toThrow(message)
})
