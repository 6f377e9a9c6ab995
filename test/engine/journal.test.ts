/** The journal of a run counts as noted only what its steps have noted. Pure. */
import { expect, test } from 'vitest'
import { Journal } from '../../src/engine/journal/journal.ts'
import type { Step } from '../../src/resources/kind.ts'

const info = { run: '20260101T000000000-00', at: '2026-01-01T00:00:00.000Z', who: 'me' }
const after = { type: 'file', owner: 'root', group: 'root', mode: '0644', sha256: 'A', size: 1 }
const made = (id: string) => ({
  task: { name: id, noLog: false, section: 'tasks', notify: [] } as const,
  changes: [
    {
      want: {
        kind: 'path',
        id,
        state: { sha256: 'A' },
        together: { name: 'set', overlay: ['/etc'], check: [] },
        content: 'a',
      },
      ...{ before: null, after, fields: [], quiet: false },
    },
  ],
})
/** The first words of the lines that a step notes. */
const linesOf = (step: Step | undefined): readonly string[] =>
  `${step?.payload}`.split('\n').flatMap(line => /^\{"(\w+)"/.exec(line)?.[1] ?? [])

test('a run of which no step noted anything has no end either', () => {
  const journal = new Journal(info)
  journal.confirm = 10
  journal.record([made('/etc/a')]).withdraw()
  expect(journal.entries).toEqual([])
  expect(journal.isArmed).toBe(false)
  expect(journal.end('failed', info.at)).toBeUndefined()
})

test('what a step has not noted goes with the next one: the run, and what was to go with it', () => {
  const journal = new Journal(info)
  journal.noteDelegated('other')
  journal.record([made('/etc/a')]).withdraw()
  const { before } = journal.record([made('/etc/b')])
  expect(linesOf(before[0])).toEqual(['run', 'delegated', 'transaction', 'task'])
  journal.record([made('/etc/c')]).withdraw()
  expect(journal.entries.map(one => one.task)).toEqual(['/etc/b'])
  expect(linesOf(journal.end('failed', info.at))).toEqual(['end'])
})
