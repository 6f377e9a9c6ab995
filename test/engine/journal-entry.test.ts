/** Lines of the journal: what many entries share is noted once, and all of it is read back. */
import { expect, test } from 'vitest'
import {
  entriesOf,
  entryLine,
  parseEntry,
  parseTransactions,
  transactionLines,
} from '../../src/engine/journal/entry.ts'

const together = { name: 'nginx', overlay: ['/etc/nginx'], check: [['sh', '-c', `nginx -t ${'x'.repeat(5000)}`]] }
const file = { type: 'file', owner: 'root', group: 'root', mode: '0644', sha256: 'A', size: 1 }

test.each([false, true])('the checks of a transaction are noted once (no_log: %s)', noLog => {
  const changes = ['/etc/nginx/a', '/etc/nginx/b'].map(id => ({
    want: { kind: 'path', id, state: { sha256: 'B' }, together, content: 'b' },
    ...{ before: file, after: { ...file, sha256: 'B' }, fields: [], quiet: false },
  }))
  const entries = entriesOf({ name: 'T', noLog, section: 'tasks' }, changes, 'run.1')
  const lines = [...transactionLines(entries).values(), ...entries.map(entryLine)]
  expect(lines.join('').length).toBeLessThan(7000)
  const known = parseTransactions(lines)
  const read = lines.slice(1).map(line => parseEntry(line, 'run', known))
  expect(read.map(one => one.change.want.together)).toEqual([together, together])
  expect(read.flatMap(({ undo }) => ('cannot' in undo ? [] : undo.wants)).map(want => want?.together)).toEqual([
    together,
    together,
  ])
})
