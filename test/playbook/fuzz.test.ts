import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderDiagnostics } from '../../src/errors/frame.ts'
import { parseSource } from '../../src/yaml/source.ts'
import { caught } from '../errors/caught.ts'
import { parsePlaybook } from './parse-playbook.ts'

const pieces = [
  '- ',
  'a',
  ': ',
  '\n',
  '  ',
  '    ',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '&x',
  '*x',
  '<<',
  '!t',
  '|',
  '>',
  '#',
  '\t',
  '---',
  '...',
  '\r\n',
  '?',
  '%',
  '@',
  '0660',
  'yes',
  '{{ v }}',
  'hosts',
  'tasks',
  'apt',
  'when',
  'loop',
  'name',
  'all',
  '~',
  '\u{FEFF}',
  '\u2028',
  'ä',
  '😀',
]
const yamlLike = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map(parts => parts.join(''))

/** Nothing but SwkError comes out (`caught` lets others through), and every place is within the text. */
const checkText = (text: string) => {
  const found = caught(() => parsePlaybook(parseSource('f.yaml', text)))
  const lines = text.replace(/^\u{FEFF}/u, '').split('\n')
  for (const { place } of found) {
    expect(place).toBeDefined()
    const source = lines[(place?.line ?? 0) - 1]
    expect(source).toBeDefined()
    expect(place?.column).toBeGreaterThanOrEqual(1)
    expect(place?.column).toBeLessThanOrEqual((source?.length ?? 0) + 1)
  }
  expect(renderDiagnostics(found)).not.toMatch(/undefined|NaN/)
}

test('any text is parsed or refused with places in it', () => {
  fc.assert(fc.property(fc.oneof(yamlLike, fc.string({ unit: 'binary', maxLength: 80 })), checkText), { numRuns: 3000 })
})

test('any data is a playbook or refused with places in it', () => {
  const key = fc.constantFrom(
    'hosts',
    'tasks',
    'vars',
    'serial',
    'apt',
    'when',
    'loop',
    'name',
    'notify',
    'args',
    'meta',
    'block',
    'x',
  )
  const value = fc.letrec(tie => ({
    any: fc.oneof({ maxDepth: 5 }, fc.constantFrom(null, true, 1, -1, 'a', '{{ x }}', ''), tie('list'), tie('map')),
    list: fc.array(tie('any'), { maxLength: 3 }),
    map: fc.dictionary(key, tie('any'), { maxKeys: 5 }),
  })).any
  fc.assert(
    fc.property(fc.array(value, { maxLength: 3 }), data => checkText(JSON.stringify(data, null, 1))),
    { numRuns: 1500 },
  )
})

test('text in quotes comes back as it was, wherever it stands', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), text => {
      const source = parseSource('f.yaml', `a: ${JSON.stringify(text)}\n`)
      expect(source.data).toEqual({ a: text })
    }),
  )
})
