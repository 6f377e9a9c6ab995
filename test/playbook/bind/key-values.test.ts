import { expect, test } from 'vitest'
import { readKeyValues } from '../../../src/playbook/bind/key-values.ts'

/** The pairs are ansible-core's own. */
test.each([
  [String.raw`a='\b(.+)\b' b='\\b\1'`, { a: '\b(.+)\b', b: String.raw`\b\1` }],
  [String.raw`a="x \"y\" z" b=c`, { a: 'x "y" z', b: 'c' }],
  [String.raw`line="a\nb\t" c=\.x\d`, { line: 'a\nb\t', c: String.raw`\.x\d` }],
  [String.raw`a='it\'s' b=\x41\u00e9`, { a: "it's", b: 'Aé' }],
  [String.raw`path=/x regexp=^\s+$ line="  q = \\1"`, { path: '/x', regexp: '^\\s+$', line: String.raw`  q = \1` }],
])('escapes of key=value are Python’s: %s', (text, pairs) => expect(readKeyValues(text).pairs).toEqual(pairs))
