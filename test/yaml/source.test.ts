import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Location } from '../../src/yaml/location.ts'
import { loadSource, parseSource } from '../../src/yaml/source.ts'
import { brief, caught } from '../errors/caught.ts'

const parse = (text: string) => parseSource('x.yaml', text)

describe('places', () => {
  const at = (text: string, path: Location, part?: 'key' | 'value') => {
    const { line, column, length } = parse(text).place(path, part)
    return `${line}:${column}+${length}`
  }
  test.each<[string, string, Location, 'key' | 'value', string]>([
    ['a value', 'a: yes\nb:  cd\n', ['b'], 'value', '2:5+2'],
    ['a key', 'a: yes\nb:  cd\n', ['b'], 'key', '2:1+1'],
    ['an item', 'a:\n  - x\n  - yy\n', ['a', 1], 'value', '3:5+2'],
    ['a mapping: its first key', 'a:\n  key: 1\n', ['a'], 'value', '2:3+3'],
    ['a list: its first dash', 'a:\n  - x\n', ['a'], 'value', '2:3+1'],
    ['a flow mapping', 'a: { b: 1 }\n', ['a'], 'value', '1:4+8'],
    ['a value that is not there: its key', 'aa:\nb: 1\n', ['aa'], 'value', '1:1+2'],
    ['a path that is not there: the nearest parent', 'a:\n  b: 1\n', ['a', 'c', 'd'], 'value', '2:3+1'],
    ['the document', '# c\na: 1\n', [], 'value', '2:1+1'],
    ['a block text: its header', 'a: |\n  x\n  y\n', ['a'], 'value', '1:4+1'],
    ['a quoted text', 'a: "x y"\n', ['a'], 'value', '1:4+5'],
    ['through an alias', 'a: &x { b: 1 }\nc: *x\n', ['c', 'b'], 'value', '1:12+1'],
    ['through a merge', 'a: &x { b: 1 }\nc:\n  <<: *x\n', ['c', 'b'], 'value', '1:12+1'],
    ['own before merged', 'a: &x { b: 1 }\nc:\n  <<: *x\n  b: 2\n', ['c', 'b'], 'value', '4:6+1'],
    ['CRLF', 'a: 1\r\nb: cd\r\n', ['b'], 'value', '2:4+2'],
    ['behind a byte order mark', '\u{FEFF}a: cd\n', ['a'], 'value', '1:4+2'],
  ])('of %s', (_, text, path, part, expected) => {
    expect(at(text, path, part)).toBe(expected)
  })

  test('carry the source line without its line end', () => {
    expect(parse('a: 1\r\nb: cd\r\n').place(['b']).source).toBe('b: cd')
  })
})

describe('anchors and merges', () => {
  test.each([
    ['own keys win', 'a: &x { b: 1, c: 2 }\nd: { <<: *x, b: 9 }', { b: 9, c: 2 }],
    ['the first of a list wins', 'a: &x { b: 1 }\ne: &y { b: 2, c: 3 }\nd: { <<: [*x, *y] }', { b: 1, c: 3 }],
    ['merged mappings may merge', 'a: &x { b: 1 }\ne: &y { <<: *x, c: 3 }\nd: { <<: *y }', { b: 1, c: 3 }],
    ['a quoted << is a plain key', 'd: { "<<": 1 }', { '<<': 1 }],
    ['the anchor set last counts', 'a: &x 1\nb: &x 2\nd: *x', 2],
  ])('%s', (_, text, expected) => {
    expect((parse(text).data as { d: unknown }).d).toEqual(expected)
  })

  test('a hundred and more uses of an anchor are fine', () => {
    const text = `a: &x { b: 1 }\nl:\n${'  - *x\n'.repeat(500)}`
    expect((parse(text).data as { l: unknown[] }).l).toHaveLength(500)
  })
})

const indentation = 'Check the indentation: keys of one mapping start at the same column.'

describe('what is wrong is said at its place', () => {
  test.each([
    ['a key twice', 'a: 1\nb: 2\na: 3\n', ['yaml-syntax 3:1']],
    ['two keys that are the same text', '1: a\n"1": b\n', ['yaml-syntax 2:1']],
    ['!vault', 'a: !vault |\n  $ANSIBLE\n', ['bad-value 1:4']],
    ['an unknown tag', 'a: 1\nb: !foo x\n', ['not-supported 2:4']],
    ['an unknown tag on a mapping', 'b: !foo { a: 1 }\n', ['not-supported 1:4']],
    ['a tag of binary data', 'b: !!binary aGk=\n', ['not-supported 1:4']],
    ['two documents', 'a: 1\n---\nb: 1\n', ['not-supported 2:1 (Put each document into a file of its own.)']],
    ['an empty file', '', ['missing-key 1:1']],
    ['a file of comments', '# only\n', ['missing-key 1:1']],
    ['an empty document', '---\n', ['missing-key 1:1']],
    ['a tab', 'a:\n\tb: 1\n', ['yaml-syntax 2:1 (Indent with spaces.)']],
    ['a colon in plain text', 'a: b: c\n', ['yaml-syntax 1:4 (Quote the value.)']],
    [
      'an unquoted template',
      'a: {{ b }}\n',
      ['yaml-syntax 1:5 (A value that starts with {{ must be quoted: "{{ name }}".)'],
    ],
    ['a quote that is not closed: where it opens', 'a: 1\nb: "x\nc: 2\n', ['yaml-syntax 2:4']],
    ['a bracket that is not closed: where it opens', 'a: [1, 2\nb: 3\n', ['yaml-syntax 1:4']],
    ['text behind a value', 'a: "x" y\n', ['yaml-syntax 1:8 (Quote the whole value, or check the indentation.)']],
    ['a line without a key', 'a: 1\nb\n', [`yaml-syntax 2:1 (${indentation})`]],
    ['a line indented too far', '- a: 1\n  b: 2\n   c: 3\n', [`yaml-syntax 2:6 (${indentation})`]],
    ['a value that begins with @', 'a: @x\n', ['yaml-syntax 1:4 (Quote the value.)']],
    ['an alias of nothing', 'a: *x\n', ['yaml-syntax 1:4']],
    ['an alias before its anchor', 'a: *x\nb: &x 1\n', ['yaml-syntax 1:4']],
    ['an anchor that contains itself', 'a: &x [*x]\n', ['yaml-syntax 1:8']],
    ['a merge of a text', 'a: { <<: b }\n', ['wrong-type 1:10']],
    ['a key that is a list', '? [a]\n: 1\n', ['yaml-syntax 1:3']],
    ['__proto__', '__proto__: 1\n', ['bad-value 1:1']],
    ['a control character', 'a: "\x1b[2J"\n', ['yaml-syntax 1:5']],
    ['a file encrypted as a whole', '$ANSIBLE_VAULT;1.1;AES256\n6162\n', ['vault-locked 1:1']],
    [
      'several at once',
      'a: 1\na: 2\nb: {{ x }}\nc: !foo 1\n',
      [
        'yaml-syntax 2:1',
        'yaml-syntax 3:5 (A value that starts with {{ must be quoted: "{{ name }}".)',
        'not-supported 4:4',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(caught(() => parse(text)).map(brief)).toEqual(expected)
  })

  test('aliases within aliases do not fill the memory', () => {
    const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}*a${i}]`)
    const [first] = caught(() => parse(['a0: &a0 [x]', ...levels].join('\n')))
    expect(first?.message).toBe('Nested aliases make this document too large.')
  })

  test.each(['['.repeat(50_000), '- '.repeat(50_000), `${'{a: '.repeat(20_000)}`])('nesting thousands deep', text => {
    expect(caught(() => parse(text)).length).toBeGreaterThan(0)
  })
})

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'swk-source-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = (bytes: Buffer | string) => {
    const path = join(folder, 'f.yaml')
    writeFileSync(path, bytes)
    return path
  }

  test('that does not exist is said so', () => {
    expect(caught(() => loadSource(join(folder, 'no.yaml')))[0]).toMatchObject({ code: 'file-not-found' })
  })
  test('that is a directory is said so', () => {
    expect(caught(() => loadSource(folder))[0]?.message).toContain('it is a directory')
  })
  test('that is not UTF-8 is refused at the first wrong byte', () => {
    const path = file(Buffer.from('a: 1\nb: caf\xe9\n', 'latin1'))
    expect(caught(() => loadSource(path)).map(brief)).toEqual([
      'yaml-syntax 2:7 (Convert it, for example: iconv -f latin1 -t utf-8)',
    ])
  })
  test('that is UTF-16 is named so', () => {
    expect(caught(() => loadSource(file(Buffer.from('\u{FEFF}a: 1', 'utf16le'))))[0]?.message).toContain('UTF-16')
  })
  test('with a byte order mark and CRLF is read', () => {
    expect(loadSource(file('\u{FEFF}a: ä\r\nb: |\r\n  x\r\n')).data).toEqual({ a: 'ä', b: 'x\n' })
  })
  test('that is empty is null where that is allowed', () => {
    expect(loadSource(file('# none\n'), { allowEmpty: true }).data).toBeNull()
  })
})
