import { expect, it, test } from 'vitest'
import blockinfile from '../../modules/blockinfile.ts'
import { changes, faults } from './support.ts'

const after = (args: object, text: string) => {
  const world = { 'path:/f': { type: 'file', mode: '0640', owner: 'a', group: 'b', text } }
  const [change] = changes(blockinfile, { path: '/f', ...args }, world)
  return change === undefined ? text : change.content
}
const [begin, end] = ['# BEGIN ANSIBLE MANAGED BLOCK', '# END ANSIBLE MANAGED BLOCK']
const block = (...lines: string[]) => [begin, ...lines, end].map(line => `${line}\n`).join('')

test.each([
  ['adds a block at the end', { block: 'x\ny\n' }, 'a', `a\n${block('x', 'y')}`],
  ['leaves a block that is right', { block: 'x' }, `a\n${block('x')}b\n`, `a\n${block('x')}b\n`],
  ['knows its block without a last newline', { block: 'x' }, `a\n${block('x')}`.trimEnd(), `a\n${block('x')}`],
  ['replaces the block in its place', { block: 'y' }, `a\n${block('x', 'z')}b\n`, `a\n${block('y')}b\n`],
  ['keeps carriage returns', { block: 'x\r\ny\r\n' }, 'a\r\n', `a\r\n${block('x\r', 'y\r')}`],
  ['removes the block', { state: 'absent' }, `a\n${block('x')}b\n`, 'a\nb\n'],
  ['removes a block that is empty', { block: '' }, `a\n${block('x')}b\n`, 'a\nb\n'],
  ['has nothing to remove', { state: 'absent' }, 'a', 'a'],
  ['adds behind the last match', { block: 'x', insertafter: '^a' }, 'a\na\nb\n', `a\na\n${block('x')}b\n`],
  [
    'adds behind a match of several lines',
    { block: 'x', insertafter: '(?m)^a\\nb' },
    'a\nb\na\n',
    `a\nb\n${block('x')}a\n`,
  ],
  ['adds ahead of one', { block: 'x', insertbefore: '(?m)^a$\\n^b' }, 'c\na\nb\n', `c\n${block('x')}a\nb\n`],
  ['adds before the last match', { block: 'x', insertbefore: '^b' }, 'a\nb\nb\n', `a\nb\n${block('x')}b\n`],
  ['adds at the beginning', { block: 'x', insertbefore: 'BOF' }, 'a\n', `${block('x')}a\n`],
  ['adds at the end where nothing matches', { block: 'x', insertbefore: '^z' }, 'a\n', `a\n${block('x')}`],
  [
    'adds empty lines around it',
    { block: 'x', insertafter: '^a', prepend_newline: true, append_newline: true },
    'a\nb\n',
    `a\n\n${block('x')}\nb\n`,
  ],
  [
    'adds no second empty lines',
    { block: 'x', prepend_newline: true, append_newline: true },
    `a\n\n${block('x')}\nb\n`,
    `a\n\n${block('x')}\nb\n`,
  ],
  [
    'uses the given markers',
    { block: '$&', marker: '; {mark} m', marker_begin: '$1', marker_end: '<' },
    'a\n',
    'a\n; $1 m\n$&\n; < m\n',
  ],
  ['keeps empty lines of the block', { block: '\nx\n\n' }, '', `${begin}\n\nx\n\n${end}\n`],
  ['takes hostile text as it is', { block: `-x '"$\`\\; ü $(id)` }, '', block(`-x '"$\`\\; ü $(id)`)],
])('%s', (_, args, before, expected) => {
  expect(after(args, before)).toBe(expected)
  expect(after(args, expected)).toBe(expected)
})

it('refuses markers that it could not find again', () => {
  expect(faults(blockinfile, { path: '/f', block: 'x', marker: '# mine' })[0]).toContain(
    'marker: `marker` must contain {mark}',
  )
  expect(faults(blockinfile, { path: '/f', block: 'x', marker_begin: 'X', marker_end: 'X' })[0]).toContain(
    'must differ',
  )
})
