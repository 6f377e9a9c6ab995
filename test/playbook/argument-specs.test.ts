/** Roles that declare their arguments (`meta/argument_specs.yml`). */
import { expect, test } from 'vitest'
import { checkValues, type Options } from '../../modules/argument-spec/check.ts'
import { type Files, faults, load, play, registered, resolved } from './project-in.ts'

const specs = `argument_specs:
  main:
    short_description: Web
    options:
      port: { type: int, required: true, description: "not a {{ template }}" }
      level: { choices: [low, high], default: low }
      site:
        type: dict
        options: { name: { required: true }, aliases: { type: list, elements: int } }
  other: { options: { only: { required: true } } }
`
const role: Files = {
  'roles/r/meta/argument_specs.yml': specs,
  'roles/r/tasks/main.yml': '- debug: { msg: "{{ port }}" }\n',
  'roles/r/tasks/other.yml': '- debug: { msg: other }\n',
}
const use = (params: string) => `- hosts: web\n  roles:\n    - role: r\n${params}`

test('arguments that are as declared are checked by a task of the role', async () => {
  const project = await load(use('      port: 80\n      site: { name: a, aliases: ["1", 2] }\n'), role)
  const [first] = project.plays.flatMap(one => one.bind('a1').tasks)
  expect(first?.name).toBe("r : Validating arguments against arg spec 'main' - Web")
  expect(await faults(use('      port: "{{ 8 }}0"\n      level: high\n'), role)).toEqual([])
})

test('others are errors before contact, where they stand', async () => {
  expect(await faults(use('      level: low\n'), role)).toEqual(['missing-key 3:7', 'undefined-variable 1:17'])
  expect(await faults(use('      port: x\n      level: middle\n'), role)).toEqual(['wrong-type 4:13', 'bad-value 5:14'])
  expect(await faults(use('      port: 1\n      site: { nam: a }\n'), role)).toEqual([
    'missing-key 5:13',
    'unknown-key 5:15',
  ])
  const bad = { ...role, 'roles/r/meta/argument_specs.yml': specs.replace('type: int', 'type: number') }
  expect((await faults(use('      port: 1\n'), bad)).join()).toContain('bad-value 5:21')
})

test('a role is checked for the tasks that are included of it, unless that is off', async () => {
  const include = (more: string) => play(`- include_role: { name: r, tasks_from: other${more} }\n`)
  expect(await faults(include(''), role)).toEqual(['missing-key 3:21'])
  expect(await faults(include(', rolespec_validate: false'), role)).toEqual([])
  const skipped = play('- { include_role: { name: r }, when: false }\n')
  expect(await faults(skipped, role)).toEqual([])
})

test('what a task registers is checked at its place', async () => {
  const text = play(
    '- { command: echo 1, register: x }\n- include_role: { name: r }\n  vars: { port: "{{ x.stdout }}" }\n',
  )
  const project = await load(text, role)
  expect(() => resolved(project, registered({ x: { stdout: 'many' } }))).toThrow('must be a whole number')
  expect(resolved(project, registered({ x: { stdout: '80' } }))[1]).toMatchObject({
    provided_arguments: { port: '80' },
  })
})

const check = (options: Options, values: object) =>
  checkValues(options, values as Record<string, unknown>).map(
    ({ path = [], message }) => `${path.join('.')}: ${message}`,
  )

test.each([
  ['bool', ['yes', 0, true, 'F'], ['maybe', 2]],
  ['int', [1, '-2', 3.0], ['1.5', 1.5, 'x']],
  ['float', [1, '1.5', '1e3'], ['x']],
  ['list', [[1], 'a,b', 3], [{}, true]],
  ['dict', [{ a: 1 }, '{"a": 1}', 'a=1 b=2'], [[1], 'a']],
  ['json', ['{}', {}], ['{']],
  ['bytes', ['10M', '1.5 KB', 3], ['many']],
  ['str', ['', 1, [1]], []],
])('values of type %s', (type, right, wrong) => {
  for (const value of right) expect(check({ a: { type } }, { a: value }), JSON.stringify(value)).toEqual([])
  for (const value of wrong) expect(check({ a: { type } }, { a: value }), JSON.stringify(value)).toHaveLength(1)
})

test('nothing and null are the same, and aliases are other names', () => {
  expect(check({ a: { type: 'int' } }, { a: null })).toEqual([])
  expect(check({ a: { required: true } }, { a: null })).toEqual(['a: The argument `a` of the role is missing.'])
  expect(check({ a: { required: true, aliases: ['b'] } }, { b: 1 })).toEqual([])
  expect(check({ a: { type: 'list', choices: [1, 2] } }, { a: [1, 3] })).toEqual([
    'a: The argument `a` of the role is not one of its choices.',
  ])
})
