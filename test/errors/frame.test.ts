import { describe, expect, test } from 'vitest'
import { renderDiagnostic, renderDiagnostics } from '../../src/errors/frame.ts'

const place = { file: 'site.yaml', line: 12, column: 3, length: 4, source: '  taks:' }

describe('a frame', () => {
  test('shows code, message, place, source line, caret, found, expected and hint', () => {
    const text = renderDiagnostic({
      code: 'unknown-key',
      message: 'A play has no key `taks`.',
      place,
      found: 'taks',
      expected: 'tasks',
      hint: 'did you mean tasks?',
    })
    expect(text).toBe(
      [
        'error[unknown-key]: A play has no key `taks`.',
        '  --> site.yaml:12:3',
        '   |',
        '12 |   taks:',
        '   |   ^^^^',
        '   = found: taks',
        '   = expected: tasks',
        '   = hint: did you mean tasks?',
      ].join('\n'),
    )
  })

  test('without a place is the message alone', () => {
    expect(renderDiagnostic({ code: 'usage', message: 'No.' })).toBe('error[usage]: No.')
  })

  test('colours each part through the function that is passed in', () => {
    const text = renderDiagnostic({ code: 'usage', message: 'No.', place }, { paint: (part, s) => `<${part}>${s}</>` })
    expect(text).toContain('<error>error[usage]</>: <message>No.</>')
    expect(text).toContain('<caret>^^^^</>')
    expect(text).toContain('<place>site.yaml:12:3</>')
  })

  test('shows a file as the caller wants it', () => {
    expect(renderDiagnostic({ code: 'usage', message: 'No.', place }, { showFile: () => 'x' })).toContain('--> x:12:3')
  })

  test('several are separated by an empty line', () => {
    const one = { code: 'usage', message: 'No.' } as const
    expect(renderDiagnostics([one, one])).toBe('error[usage]: No.\n\nerror[usage]: No.')
  })

  test('neither a file nor a message can send control characters to the terminal', () => {
    const evil = '\x1b]0;title\x07\x1b[2J\r\u202e\x9b31m'
    const text = renderDiagnostic({
      code: 'bad-value',
      message: evil,
      place: { file: evil, line: 1, column: 1, source: evil },
      found: evil,
      expected: evil,
      hint: evil,
    })
    expect(text).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/)
  })
})

describe('the caret stands under what is meant', () => {
  const caretOf = (source: string, column: number, length: number) =>
    renderDiagnostic({ code: 'usage', message: '', place: { file: 'f', line: 1, column, length, source } })
      .split('\n')
      .at(-1)
  test.each([
    ['plain', 'abc: def', 6, 3, '  |      ^^^'],
    ['behind a tab', '\tabc', 2, 3, '  | \t^^^'],
    ['behind wide characters', '名前: x', 5, 1, '  |       ^'],
    ['under wide characters', 'a: 名前', 4, 2, '  |    ^^^^'],
    ['at the end of the line', 'a:', 3, 1, '  |   ^'],
    ['longer than the line', 'a: b', 4, 50, '  |    ^'],
  ])('%s', (_, source, column, length, expected) => {
    expect(caretOf(source, column, length)).toBe(expected)
  })

  test('a very long line is cut around it', () => {
    const source = `${'x'.repeat(5000)}HERE${'y'.repeat(5000)}`
    const [line, caret] = renderDiagnostic({
      code: 'usage',
      message: '',
      place: { file: 'f', line: 1, column: 5001, length: 4, source },
    })
      .split('\n')
      .slice(-2) as [string, string]
    expect(line.length).toBeLessThan(160)
    expect(line.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('HERE')
  })
})
