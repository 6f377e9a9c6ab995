import { expect, test } from 'vitest'
import { expandMatch, pythonRegex } from '../../src/sdk/regex.ts'

// Each as Python 3.11's re finds it.
test.each([
  ['^#? ?unixsocket ', '# unixsocket /x', true],
  ['(?i)^Port', 'PORT 1', true],
  ['(?P<a>x)-(?P=a)', 'x-x', true],
  ['^server {', 'server {', true],
  ['a{,2}b', 'aab', true],
  ['a{2,3}{', 'aa{', true],
  ['[]a]+$', 'a]', true],
  ['[^]a]', ']a', false],
  ['\\A"x"\\-\\ y\\Z', '"x"- y', true],
  ['[\\w\\-.]+@', 'a-b.c@', true],
  ['\\_x', '_x', true],
  ['a}b]', 'a}b]', true],
  ['foo(?#comment)bar', 'foobar', true],
  ['(?<=a)b', 'ab', true],
  ['x\\/y', 'x/y', true],
  ['ü.$', 'ü😀', true],
  ['(?x)a b # comment', 'ab', true],
  ['a$', 'a\n', true],
  ['a$', 'a\n\n', false],
  ['^b', 'a\nb', false],
  ['(?m)^b$', 'a\nb\nc', true],
  ['^.$', '\r', true],
  ['\\bß\\w', 'ßü', true],
])('%s on %s: %s', (pattern, text, expected) => expect(pythonRegex(pattern).test(text)).toBe(expected))

test.each(['(', 'a**', '(?(1)a|b)', 'a(?i)b', '[z-a]', '\\1'])('%s is refused', pattern => {
  expect(() => pythonRegex(pattern)).toThrow(TypeError)
})

test('groups are put into a replacement', () => {
  const match = /(?<n>a)(b)?/.exec('a') as RegExpExecArray
  expect(expandMatch(match, '\\1-\\g<n>-\\g<2>-\\\\-\\n$1$&')).toBe('a-a--\\-\n$1$&')
  expect(() => expandMatch(match, '\\7')).toThrow('no group 7')
})
