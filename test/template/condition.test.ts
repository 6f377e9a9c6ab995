import { expect, test } from 'vitest'
import { SwkError } from '../../src/errors/diagnostic.ts'
import { checkTemplate, conditionJudges, conditionReach, truthy, vars } from '../../src/template/index.ts'

const scope = vars(
  { values: { result: { rc: 0, stdout: 'no' } }, data: true },
  { values: { yes: true, no: false, one: 1, zero: 0, none: null, empty: [], text: 'no', flag: '{{ yes }}' } },
)

test.each([
  ['true', true],
  ['False', false],
  ['yes', true],
  ['no', false],
  ['not no', true],
  ['yes and one == 1', true],
  ['one', true],
  ['zero', false],
  ['none', false],
  ['empty', false],
  ['result', true],
  ['flag', true],
  ['{{ yes }}', true],
  ['result.rc == 0', true],
  ['text | bool', false],
  ['missing is defined and missing.x', false],
  ['missing is not defined', true],
  ["'{{ text }}' == text", true],
  ["'<{{ text }}>' == '<' ~ text ~ '>' and {{ 1 }} + 1 == 2", true],
  ["{{ '12' }} > 3", true],
  ["'{{ \"' == '\" }}' == ''", false],
  ["'{{ {'a': 'x'}['a'] }}' == 'x'", true],
  ['missing | default(true)', true],
])('%s holds: %s', (condition, expected) => {
  expect(truthy(condition, scope)).toBe(expected)
})

test.each([
  ['text', 'wrong-type'],
  ['result.stdout', 'wrong-type'],
  ['"{{ text }}"', 'wrong-type'],
  ['{{ text }} == 1', 'wrong-type'],
  ['missing', 'undefined-variable'],
  ['not missing', 'undefined-variable'],
  ['one ==', 'template-error'],
])('%s is refused: %s', (condition, code) => {
  expect(() => truthy(condition, scope)).toThrow(
    expect.objectContaining({ diagnostics: [expect.objectContaining({ code })] }),
  )
})

test('a condition whose values are not known yet is parsed', () => {
  const codeOf = (text: string) => {
    try {
      checkTemplate(text, 'expression')
      return 'fine'
    } catch (error) {
      return (error as SwkError).diagnostics[0]?.code
    }
  }
  expect(codeOf('later.rc == 0')).toBe('fine')
  expect(codeOf('later.rc = 0')).toBe('template-error')
  expect(codeOf('later is suceeded')).toBe('template-error')
})

test('a condition may be the text of a variable that the project has written', () => {
  const own = vars(
    { values: { said: '1 == 1' }, data: true },
    { values: { yes: '1 == 1', no: 'not a', a: true, word: 'x' } },
  )
  expect(truthy('{{ yes }}', own)).toBe(true)
  expect(truthy('{{ no }}', own)).toBe(false)
  for (const text of ['{{ said }}', '{{ word }}', 'yes']) expect(() => truthy(text, own)).toThrow(SwkError)
  expect([...conditionReach('{{ no }}', own)].sort()).toEqual(['a', 'no'])
})

test.each([
  ['r is changed', ['r']],
  ['r.changed and not r.failed', ['r']],
  ['r is ansible.builtin.success or q is skipped', ['r', 'q']],
  ['r is changed and r.rc == 0', []],
  ['r is changed and uses', []],
  ['(r | default({})) is changed', []],
  ['r.skipped is defined', []],
  ['r.results[0] is changed', []],
  ['asks', []],
])('%s asks no more than how the tasks of %s ended', (condition, expected) => {
  const own = vars({ values: { uses: '{{ r.stdout }}', asks: 'r is changed' } })
  expect([...conditionJudges(condition, own)]).toEqual(expected)
})
