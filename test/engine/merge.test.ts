import { expect, test } from 'vitest'
import { planChange } from '../../src/engine/plan/change.ts'
import { renderDiffs } from '../../src/engine/report/diffs.ts'
import type { State, Want } from '../../src/resources/kind.ts'

const file = (text: string): State => ({ type: 'file', owner: 'root', group: 'root', mode: '0644', text, sha256: text })
const write = (content: string, state: State = {}): Want => ({
  kind: 'path',
  id: '/etc/a',
  state: { type: 'file', sha256: content, ...state },
  content,
})

/** The wants of one task, each planned on the state that the one before leaves. */
function diffs(before: State | null, wants: readonly Want[]) {
  let state = before
  const changes = wants.flatMap(want => {
    const change = planChange(want, state)
    if (change !== null) state = change.after
    return change ?? []
  })
  return renderDiffs(changes)
}

test('three edits of one file are one diff', () => {
  expect(diffs(file('a\n'), [write('ab\n'), write('abc\n', { mode: '0600' }), write('abcd\n')])).toEqual([
    {
      path: '/etc/a',
      before: 'a\n',
      after: 'abcd\n',
      truncated: false,
      fields: [{ name: 'mode', before: '0644', after: '0600' }],
    },
  ])
})

test('a file that is created and edited is one diff against nothing, with owner and mode', () => {
  const [diff, ...more] = diffs(null, [write('a\n'), write('ab\n', { owner: 'ana' })])
  expect(more).toEqual([])
  expect(diff).toMatchObject({ before: null, after: 'ab\n' })
  expect(diff?.fields?.map(({ name, after }) => `${name} ${after}`)).toEqual([
    'type file',
    'owner ana',
    'group root',
    'mode 0644',
  ])
})

test('edits that take each other back are no diff, also before a further edit', () => {
  expect(diffs(file('a\n'), [write('b\n'), write('a\n')])).toEqual([])
  expect(diffs(file('a\n'), [write('b\n'), write('a\n'), write('c\n')])).toMatchObject([
    { before: 'a\n', after: 'c\n' },
  ])
})

test('a command that runs twice is shown twice', () => {
  const run: Want = { kind: 'command', id: '{"argv":["true"]}', state: { ran: true } }
  expect(diffs(null, [run, run]).map(({ title }) => title)).toEqual(['run true', 'run true'])
})
