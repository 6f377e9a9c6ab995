import { expect, test } from 'vitest'
import { float, toPlain, Unsafe } from '../../src/template/index.ts'
import { parseSource } from '../../src/yaml/source.ts'

const value = (text: string) => (parseSource('x.yaml', `v: ${text}\n`).data as { v: unknown }).v

test.each([
  ['yes', true],
  ['Yes', true],
  ['on', true],
  ['TRUE', true],
  ['no', false],
  ['Off', false],
  ['false', false],
  ['y', 'y'],
  ['n', 'n'],
  ['"yes"', 'yes'],
  ['NO_', 'NO_'],
  ['', null],
  ['~', null],
  ['null', null],
  ['660', 660],
  ['0', 0],
  ['-5', -5],
  ['+5', 5],
  ['0x1F', 31],
  ['-0x1F', -31],
  ['10_000', 10_000],
  ['0b101', 5],
  ['1.5', 1.5],
  ['.5', 0.5],
  ['1.5e+3', 1500],
  ['-.inf', Number.NEGATIVE_INFINITY],
])('%s is %j, as in Ansible', (text, expected) => {
  expect(toPlain(value(text))).toBe(expected)
})

test.each(['0660', '0o660', '0755', '00', '-0660', '02750'])('the octal %s keeps its spelling as text', text => {
  expect(value(text)).toBe(text)
})

test.each([
  '12:30:45',
  '12:30',
  '2020-01-01',
  '2020-01-01 10:00:00',
  '1e3',
  '2024_01',
  '-.5',
  '08',
  '1.2.3',
  '123456789012345678901234567890',
])('%s is text', text => {
  expect(value(text)).toBe(text)
})

test('a mode keeps its spelling through an anchor, too', () => {
  expect(parseSource('x', 'a: &m 0660\nb: *m\n').data).toEqual({ a: '0660', b: '0660' })
})

test('keys are text as they are written', () => {
  expect(parseSource('x', 'on: 1\n0660: 2\nyes: 4\n').data).toEqual({ on: 1, '0660': 2, yes: 4 })
})

test('keys that are whole numbers stay numbers in their order, as a Map: an object would put them first', () => {
  const { data } = parseSource('x', 'b: 1\n22: 2\n"10": 3\n')
  expect([...(data as Map<unknown, unknown>)]).toEqual([
    ['b', 1],
    [22, 2],
    ['10', 3],
  ])
})

test('a merged mapping brings its numbers along', () => {
  const { data } = parseSource('x', 'a: &a { 22: x }\nb: { <<: *a, 7: y }\n')
  expect((data as { b: unknown }).b).toEqual(
    new Map([
      [22, 'x'],
      [7, 'y'],
    ]),
  )
})

test('a float that is whole stays a float', () => {
  expect(value('1.0')).toEqual(float(1))
})

test('!unsafe marks a text', () => {
  expect(parseSource('x', 'a: !unsafe "{{ b }}"\n').data).toEqual({ a: new Unsafe('{{ b }}') })
})
