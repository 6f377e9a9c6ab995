/** What became of an item whose step refused to change what another program has changed. */
import { expect, test } from 'vitest'
import { HostState } from '../../src/engine/plan/host-state.ts'
import { judgeItem } from '../../src/engine/result/outcomes.ts'
import { refKey, type State } from '../../src/resources/kind.ts'

const file = (sha256: string, owner = 'root'): State => ({ type: 'file', mode: '0644', owner, group: 'root', sha256 })

function judge(now: State | null, rc: number, before: State | null = file('old')) {
  const want = { kind: 'path', id: '/srv/x', state: { sha256: 'new', owner: 'daemon' } }
  const change = { want, before, after: file('new', 'daemon'), fields: before ? ['sha256', 'owner'] : [], quiet: false }
  const item = { changes: [change], result: {}, notes: [], warnings: [] }
  const step = { name: 'write', script: '' as never, timeout: 1, refusal: 9 }
  const reply = { rc, stdout: Buffer.from(''), stderr: Buffer.from('') } as never
  const world = new HostState(new Map([[refKey(want), now]]))
  return judgeItem({ item, steps: [step], replies: [reply] } as never, world).outcome
}

test('what another program has changed is not called a change of the step that left it alone', () => {
  expect(judge(file('foreign'), 9)).toBe('failed')
  expect(judge(file('foreign'), 9, null)).toBe('failed')
  expect(judge(file('old', 'daemon'), 9)).toBe('failed-after-change')
  expect(judge(file('foreign'), 1)).toBe('failed-after-change')
  expect(judge(file('old'), 1)).toBe('failed')
})
