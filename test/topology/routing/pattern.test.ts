import { expect, test } from 'vitest'
import { literal, pcreOf, regExpOf } from '../../../src/topology/routing/pattern.ts'

const meanings: Readonly<Record<string, string>> = { '\\z': '$', $: '(?=\\n?$)', '.': '[^\\n]' }

/** A pattern in nginx's configuration -> what it means in JavaScript. */
const regExpOfPcre = (pattern: string): RegExp =>
  new RegExp(pattern.replace(/\\.|\[\^?(?:\\.|[^\]\\])*\]|[$.]/g, part => meanings[part] ?? part))

test.each([
  ['^/sync$', '/sync', true],
  ['^/sync$', '/sync\n', false],
  ['^/a.b$', '/a\nb', false],
  ['^/a.b$', '/a\rb', true],
  ['^/[$.]$', '/$', true],
  ['^/[$.]$', '/x', false],
  ['^/a\\.b\\$$', '/a.b$', true],
  ['^/(a|b$)', '/b\n', false],
])('%s fits %j: %s, here and in PCRE', (pattern, path, fits) => {
  expect(regExpOf(pattern).test(path)).toBe(fits)
  expect(regExpOfPcre(pcreOf(pattern)).test(path)).toBe(fits)
})

test('a $ that nobody has told over fits before a last line feed in PCRE', () => {
  expect(regExpOfPcre('^/sync$').test('/sync\n')).toBe(true)
})

test.each(['!a:b.c', '!$(x)[y]{z}|^*+?\\', '!"quoted" \'name\'`'])(
  '%j as a pattern is itself, and stands in quotes',
  text => {
    expect(new RegExp(`^${literal(text)}$`).test(text)).toBe(true)
    expect(literal(text)).not.toMatch(/["'`\s]/)
    expect(new RegExp(`^${literal('!a:b.c')}$`).test('!a:bxc')).toBe(false)
  },
)
