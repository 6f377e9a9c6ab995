import { expect, it, test } from 'vitest'
import lineinfile from '../../modules/lineinfile.ts'
import { changes, faults } from './support.ts'

const file = (text: string) => ({ 'path:/f': { type: 'file', mode: '0640', owner: 'a', group: 'b', text } })
const after = (args: object, text: string) => {
  const [change] = changes(lineinfile, { path: '/f', ...args }, file(text))
  return change === undefined ? text : change.content
}

test.each([
  [
    'replaces the last line that matches',
    { regexp: '^port ', line: 'port 0' },
    'port 1\nx\nport 2\n',
    'port 1\nx\nport 0\n',
  ],
  [
    'replaces the first with firstmatch',
    { regexp: '^port ', line: 'port 0', firstmatch: true },
    'port 1\nport 2\n',
    'port 0\nport 2\n',
  ],
  ['leaves a line that is right', { regexp: '^port ', line: 'port 0' }, 'a\nport 0\nb\n', 'a\nport 0\nb\n'],
  ['adds at the end what matches nothing', { regexp: '^port ', line: 'port 0' }, 'a\n', 'a\nport 0\n'],
  ['ends the last line before it adds one', { line: 'b' }, 'a', 'a\nb\n'],
  ['begins an empty file', { line: 'b' }, '', 'b\n'],
  ['finds the line itself without regexp', { line: 'b' }, 'a\nb\nc\n', 'a\nb\nc\n'],
  ['adds no second line where regexp misses the right one', { regexp: '^nothing', line: 'b' }, 'b\na\n', 'b\na\n'],
  ['adds behind insertafter', { line: 'x', insertafter: '^a' }, 'a1\na2\nb\n', 'a1\na2\nx\nb\n'],
  [
    'adds behind the first of insertafter',
    { line: 'x', insertafter: '^a', firstmatch: true },
    'a1\na2\nb\n',
    'a1\nx\na2\nb\n',
  ],
  ['adds behind a last line without newline', { line: 'x', insertafter: '^a' }, 'a', 'a\nx\n'],
  ['adds before insertbefore', { line: 'x', insertbefore: '^b' }, 'a\nb\n', 'a\nx\nb\n'],
  ['adds at the end where insertbefore matches nothing', { line: 'x', insertbefore: '^z' }, 'a\n', 'a\nx\n'],
  ['adds at the beginning', { line: 'x', insertbefore: 'BOF' }, 'a\n', 'x\na\n'],
  ['adds at the end when told so', { line: 'x', insertafter: 'EOF' }, 'a\n', 'a\nx\n'],
  ['fills groups in', { regexp: '^(\\w+)=(.*)$', line: '\\1="\\2"', backrefs: true }, 'k=v\n', 'k="v"\n'],
  ['fills named groups in', { regexp: '^(?P<key>k)=', line: '\\g<key>: 1', backrefs: true }, 'k=v\n', 'k: 1\n'],
  ['does nothing with backrefs that match nothing', { regexp: '^z', line: '\\g<0>', backrefs: true }, 'a\n', 'a\n'],
  ['takes a backslash as it is without backrefs', { regexp: '^a', line: 'x\\1$&' }, 'a\n', 'x\\1$&\n'],
  ['finds plain text', { search_string: 'a.b', line: 'x' }, 'aXb\n1 a.b 2\n', 'aXb\nx\n'],
  ['knows (?i)', { regexp: '(?i)^PORT', line: 'port 0' }, 'Port 1\n', 'port 0\n'],
  ['removes all lines that match', { state: 'absent', regexp: '^a' }, 'a\nb\na2', 'b\n'],
  ['removes the line itself', { state: 'absent', line: 'a.b' }, 'aXb\na.b\n', 'aXb\n'],
  ['keeps the end of a Windows line', { regexp: '^a$', line: 'b' }, 'a\r\nc\r\n', 'b\r\nc\r\n'],
  ['takes hostile text as it is', { line: `-x '"$\`\\; ü $(id)` }, 'a\n', `a\n-x '"$\`\\; ü $(id)\n`],
])('%s', (_, args, before, expected) => expect(after(args, before)).toBe(expected))

test.each([
  [{ line: 'a\nb' }, 'line: A line cannot contain a newline. [bad-value]'],
  [{ regexp: 'a(', line: 'b' }, 'regexp: The regular expression: '],
  [{ regexp: 'a' }, ': `line` is missing. [missing-key]'],
  [{ line: 'a', insertafter: 'a(' }, 'insertafter: `insertafter`: The regular expression: '],
  [
    { line: 'a', insertafter: 'a', insertbefore: 'b' },
    'insertbefore: `insertafter` and `insertbefore` exclude each other.',
  ],
  [{ line: 'a', backrefs: true }, 'backrefs: `backrefs` needs `regexp`.'],
  [{ line: 'a', encoding: 'latin-1' }, 'encoding: This argument is not supported yet. [not-supported]'],
  [{ line: 'a', dest: '/g' }, 'dest: `dest` is another name of `path`'],
])('refuses %j', (args, fault) => expect(faults(lineinfile, { path: '/f', ...args })[0]).toContain(fault))

it('makes the file and the directories above it only when told to', () => {
  const world = { 'path:/etc': { type: 'directory', mode: '0755', owner: 'root', group: 'root' } }
  expect(() => changes(lineinfile, { path: '/etc/x/f', line: 'a' }, world)).toThrow('/etc/x/f does not exist')
  expect(() => changes(lineinfile, { path: '/etc', line: 'a' }, world)).toThrow('/etc is not a file but a directory')
  expect(changes(lineinfile, { path: '/etc/x/f', line: 'a', create: true }, world).map(want => want.id)).toEqual([
    '/etc/x',
    '/etc/x/f',
  ])
  expect(changes(lineinfile, { path: '/etc/x/f', line: 'a', state: 'absent' }, world)).toEqual([])
})

it('changes only the mode where the text is right', () => {
  const [want, ...others] = changes(lineinfile, { path: '/f', line: 'a', mode: 'g+w' }, file('a\n'))
  expect(others).toEqual([])
  expect(want).toEqual({ kind: 'path', id: '/f', state: { type: 'file', mode: '0660' } })
})
