import { describe, expect, test } from 'vitest'
import { renderDiagnostics } from '../../../src/errors/frame.ts'
import { readPlaybook } from '../../../src/playbook/parse/index.ts'
import { parseSource } from '../../../src/yaml/source.ts'
import { brief, caught } from '../../errors/caught.ts'
import { parsePlaybook } from '../parse-playbook.ts'

const modules = ['apt', 'copy', 'file', 'command', 'user-group', 'wait_for']
const errors = (text: string) => caught(() => parsePlaybook(parseSource('site.yaml', text), { modules }))

describe('a playbook', () => {
  test.each([
    ['that is a mapping', 'hosts: all\n', ['wrong-type 1:1 (Start each play with `- `: `- hosts: ...`.)']],
    ['that is a text', 'hello\n', ['wrong-type 1:1']],
    ['of texts', '- a\n- b\n', ['wrong-type 1:3', 'wrong-type 2:3']],
    ['without hosts', '- name: x\n', ['missing-key 1:3']],
    ['with empty hosts', '- hosts: ""\n', ['bad-value 1:10']],
    ['with hosts that are nothing', '- hosts:\n', ['wrong-type 1:3']],
  ])('%s', (_, text, expected) => {
    expect(errors(text).map(brief)).toEqual(expected)
  })
})

describe('a play', () => {
  test.each([
    ['taks: []', 'unknown-key 2:3 (did you mean tasks?)'],
    ['apt: {}', 'unknown-key 2:3 (This belongs into a task, under `tasks:`.)'],
    ['when: x', 'unknown-key 2:3 (This belongs into a task, under `tasks:`.)'],
    ['roles: [x]', 'file-not-found 2:11'],
    ['strategy: debug', 'not-supported 2:13'],
    ['environment: 5', 'wrong-type 2:16'],
    ['module_defaults: [a]', 'wrong-type 2:21'],
    ['module_defaults: { group/k8s: {} }', 'not-supported 2:22 (Name each module.)'],
    ['any_errors_fatal: maybe', 'wrong-type 2:21'],
    ['vars_prompt: [{ name: a, encrypt: sha512_crypt }]', 'not-supported 2:28'],
    ['gather_facts: maybe', 'wrong-type 2:17'],
    ['become: 5', 'wrong-type 2:11'],
    ['become_method: doas', 'not-supported 2:18'],
    ['serial: 1.5', 'bad-value 2:11'],
    ['serial: x%', 'bad-value 2:11'],
    ['serial: [1, x]', 'bad-value 2:15'],
    ['order: reversed', 'bad-value 2:10'],
    ['order: shufle', 'bad-value 2:10 (did you mean shuffle?)'],
    ['serial: {}', 'wrong-type 2:11'],
    ['serial: none', 'bad-value 2:11'],
    ['max_fail_percentage: 101', 'bad-value 2:24'],
    ['max_fail_percentage: [1]', 'wrong-type 2:24'],
    ['vars: [a]', 'wrong-type 2:9'],
    ['vars: { a-b: 1 }', 'bad-value 2:11 (For example `a_b`.)'],
    ['vars_files: [{ a: b }]', 'wrong-type 2:16'],
    ['tasks: {}', 'wrong-type 2:10 (Start each task with `- `.)'],
    ['tasks: [x]', 'wrong-type 2:11'],
  ])('with `%s`', (text, expected) => {
    expect(errors(`- hosts: all\n  ${text}\n`).map(brief)).toEqual([expected])
  })
})

describe('a task', () => {
  test.each([
    ['name: x', ['missing-key 3:7']],
    ['{ apt: {}, copy: {} }', ['unknown-key 3:18 (Start a second task with `- `, or check the indentation.)']],
    ['{ notfy: x, apt: {} }', ['unknown-key 3:9 (did you mean notify?)']],
    ['{ apt: {}, owner: root }', ['unknown-key 3:18 (If it is an argument of `apt`, indent it below.)']],
    ['{ wen: x }', ['unknown-key 3:9 (did you mean when?)']],
    ['{ apt: {}, when: 5 }', ['wrong-type 3:24']],
    ['{ apt: {}, when: }', ['wrong-type 3:18']],
    ['{ apt: {}, loop: xs }', ['wrong-type 3:24 (A variable is written "{{ xs }}".)']],
    ['{ apt: {}, loop: { a: 1 } }', ['wrong-type 3:24']],
    ['{ apt: {}, with_items: [1], loop: [2] }', ['unknown-key 3:35']],
    ['{ apt: {}, with_lines: x }', ['not-supported 3:18 (Use `loop` with a filter.)']],
    ['{ apt: {}, loop_control: { break_when: i } }', ['not-supported 3:34']],
    ['{ apt: {}, loop_control: { lable: i } }', ['unknown-key 3:34']],
    ['{ apt: {}, register: my-x }', ['bad-value 3:28 (For example `my_x`.)']],
    ['{ apt: {}, listen: x }', ['unknown-key 3:18 (A task has `notify`.)']],
    ['{ apt: {}, notify: { a: 1 } }', ['wrong-type 3:26']],
    ['{ apt: {}, become_method: doas }', ['not-supported 3:33']],
    ['{ apt: {}, no_log: maybe }', ['wrong-type 3:26']],
    ['{ apt: {}, args: x }', ['wrong-type 3:24']],
    ['{ apt: {}, until: x, retries: a, delay: -1 }', ['wrong-type 3:37', 'wrong-type 3:47']],
    ['{ apt: {}, run_once: maybe }', ['wrong-type 3:28']],
    ['{ apt: {}, environment: 5 }', ['wrong-type 3:31']],
    ['{ apt: {}, async: 5, poll: 0 }', ['not-supported 3:34 (Leave `poll` out.)']],
    ['{ action: { name: x } }', ['bad-value 3:17']],
    ['{ local_action: [x] }', ['bad-value 3:23']],
    [
      '{ block: [{ aptt: {}, nme: x }], nme: x }',
      ['unknown-key 3:29 (did you mean name?)', 'unknown-key 3:40 (did you mean name?)'],
    ],
    ['{ block: [{ apt: {} }], loop: [1] }', ['unknown-key 3:31 (Put it on a task of the block.)']],
    ['{ block: [{ apt: {} }], any_errors_fatal: 7 }', ['wrong-type 3:49']],
    ['{ block: { apt: {} } }', ['wrong-type 3:16 (Start each task with `- `.)']],
    ['{ include_tasks: x.yaml }', ['file-not-found 3:24']],
    ['{ import_tasks: "{{ x }}.yaml" }', ['not-supported 3:23 (Use `include_tasks`.)']],
    ['{ import_tasks: x.yaml, register: r }', ['file-not-found 3:23', 'unknown-key 3:31']],
    ['{ import_tasks: x.yaml, loop: [1] }', ['not-supported 3:31 (Use `include_tasks` or `include_role`.)']],
    ['{ include_role: { tasks_from: x } }', ['missing-key 3:23']],
    [
      '{ ansible.builtin.import_role: { name: x, nme: y } }',
      ['file-not-found 3:38', 'unknown-key 3:49 (did you mean name?)'],
    ],
    ['{ meta: end_task }', ['not-supported 3:15']],
    ['[]', ['wrong-type 3:7']],
  ])('`%s`', (text, expected) => {
    expect(errors(`- hosts: all\n  tasks:\n    - ${text}\n`).map(brief)).toEqual(expected)
  })
})

const threeMistakes = `- name: Three mistakes
  hosts: all
  taks: []
  tasks:
    - name: One
      apt: { name: htop }
      wehn: true
    - name: Two
      copy: { dest: /etc/x }
      become: perhaps
`

test('a playbook with three mistakes shows three carets', () => {
  const found = errors(threeMistakes)
  expect(found.map(({ code, place, hint }) => [code, place?.line, place?.column, hint])).toEqual([
    ['unknown-key', 3, 3, 'did you mean tasks?'],
    ['unknown-key', 7, 7, 'did you mean when?'],
    ['wrong-type', 10, 15, undefined],
  ])
  const carets = renderDiagnostics(found)
    .split('\n')
    .filter(line => /^\s*\|\s+\^+$/.test(line))
  expect(carets).toEqual(['  |   ^^^^', '  |       ^^^^', '   |               ^^^^^^^'])
})

test('what could be read is given beside the mistakes, for who goes on looking', () => {
  const { plays, diagnostics } = readPlaybook(parseSource('site.yaml', threeMistakes), { modules })
  expect(diagnostics).toHaveLength(3)
  expect(plays[0]?.sections.tasks.map(task => task.module)).toEqual(['apt', 'copy'])
})
