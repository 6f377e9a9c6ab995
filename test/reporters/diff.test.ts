import { expect, test } from 'vitest'
import type { Diff } from '../../src/engine/events.ts'
import { diffLines } from '../../src/reporters/diff.ts'
import { kindOf } from '../../src/resources/index.ts'

const lines = (diff: Partial<Diff>): string[] =>
  diffLines({ path: '/etc/a', before: '', after: '', truncated: false, ...diff }, (_, text) => text)

test('changed content is a unified diff', () => {
  expect(lines({ before: 'a\nb\nc\n', after: 'a\nB\nc\n' })).toEqual([
    '--- /etc/a',
    '+++ /etc/a',
    '@@ -1,3 +1,3 @@',
    ' a',
    '-b',
    '+B',
    ' c',
  ])
})

test('a new file comes from /dev/null, with its owner and mode', () => {
  const fields = [
    { name: 'type', before: '-', after: 'file' },
    { name: 'mode', before: '-', after: '0640' },
  ]
  expect(lines({ before: null, after: 'a\n', fields })).toEqual([
    '--- /dev/null',
    '+++ /etc/a',
    'new: file, mode 0640',
    '@@ -0,0 +1 @@',
    '+a',
  ])
})

test('a removed file goes to /dev/null', () => {
  expect(lines({ before: 'a\n', after: null })).toEqual(['--- /etc/a', '+++ /dev/null', '@@ -1 +0,0 @@', '-a'])
})

test('a changed mode alone is a line', () => {
  const fields = [{ name: 'mode', before: '0644', after: '0660' }]
  expect(lines({ fields })).toEqual(['/etc/a', 'mode 0644 -> 0660'])
})

test('a missing last line end is told', () => {
  expect(lines({ before: 'a\n', after: 'a' })).toContain('\\ No newline at end of file')
  expect(lines({ before: null, after: 'a' })).toContain('\\ No newline at end of file')
})

test('what a terminal would obey is shown, not obeyed', () => {
  const shown = lines({ before: 'a\r\n', after: '\x1b]0;owned\x07\u202e\n' })
  expect(shown).toContain('-a\\r')
  expect(shown).toContain('+\\x1b]0;owned\\x07\\u202e')
})

test('what is no file shows its fields without line numbers', () => {
  const state = { path: 'user ana', before: 'shell: /bin/sh\nhome: /x\n', after: 'shell: /bin/bash\nhome: /x\n' }
  expect(lines(state)).toEqual(['user ana', '-shell: /bin/sh', '+shell: /bin/bash'])
})

test('what is made is said to be new, what goes to be removed', () => {
  expect(lines({ path: 'group ops', before: null, after: '' })).toEqual(['group ops (new)'])
  expect(lines({ path: 'group ops', before: 'gid: 7\n', after: null })).toEqual(['group ops (removed)', '-gid: 7'])
})

test('an action is shown by its title', () => {
  const run = 'command {"argv":["sh","-c","echo \\"a b\\""],"chdir":"/srv"}'
  const title = `run sh -c 'echo "a b"', in /srv`
  expect(kindOf('command').describe?.(run.slice('command '.length))).toBe(title)
  expect(lines({ path: run, before: null, after: 'ran: true\n', title })).toEqual([title])
  expect(kindOf('unit-job').describe?.('restarted nginx.service')).toBe('nginx.service: restarted')
})

test('files without anything in common are shown whole', () => {
  const side = (word: string) => Array.from({ length: 2000 }, (_, i) => `${word}${i}\n`).join('')
  expect(lines({ before: side('a'), after: side('b') })).toHaveLength(4003)
})

test('too much to show is said so, with its size', () => {
  const side = (word: string) => Array.from({ length: 5000 }, (_, i) => `${word}${i}\n`).join('')
  expect(lines({ before: side('a'), after: side('b') }).at(-1)).toMatch(/^differs, 28890 bytes/)
})

test('content that was cut shows no lines as removed that only were cut off', () => {
  const many = Array.from({ length: 100 }, (_, i) => `line ${i}\n`).join('')
  const shown = lines({ before: `x\n${many}lin`, after: `y\n${many.slice(0, -4)}`, truncated: true })
  expect(shown.filter(line => /^[-+][^-+]/.test(line))).toEqual(['-x', '+y'])
  expect(shown.at(-1)).toBe('longer than is shown here')
})
