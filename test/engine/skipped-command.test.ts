/** A command that the host has skipped has not run, whatever else is known of it. Pure. */
import { expect, test } from 'vitest'
import { HostState } from '../../src/engine/plan/host-state.ts'
import { judgeItem } from '../../src/engine/result/outcomes.ts'

test.each([
  [true, 'not-run', 0],
  [false, 'changed', 1],
])('skipped: %s', (skipped, outcome, changes) => {
  const want = { kind: 'command', id: '{"argv":["id"]}', state: { ran: true } }
  const change = { want, before: null, after: { ran: true }, fields: ['ran'], quiet: false }
  const item = { changes: [change], notes: [], warnings: [], result: {} }
  const replies = [{ rc: 0, skipped, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), cut: false }]
  const made = judgeItem({ item, steps: [], replies } as never, new HostState())
  expect([made.outcome, made.changes.length]).toEqual([outcome, changes])
})
