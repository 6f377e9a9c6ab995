/** Several changes of one unit in a run: taken back to what it was before the first of them. */
import { expect, test } from 'vitest'
import { entriesOf } from '../../src/engine/journal/entry.ts'
import { rollbackTasks } from '../../src/engine/journal/rollback.ts'
import type { UndoArgs } from '../../src/engine/journal/undo-module.ts'
import type { ResourceChange, State } from '../../src/resources/kind.ts'

const id = 'a.service'
const up = { load: 'loaded', active: 'active', enabled: 'disabled' }
const down = { ...up, active: 'inactive' }

const unit = (before: State, state: State): ResourceChange => ({
  want: { kind: 'unit', id, state },
  before,
  after: { ...before, ...state },
})
const restart: ResourceChange = {
  want: { kind: 'unit-job', id: `restarted ${id}`, state: { done: true } },
  before: null,
  after: { done: true },
}

/** What is done to take these changes back, in order. */
function steps(...changes: readonly ResourceChange[]) {
  const entries = changes.flatMap((change, i) => {
    const task = { name: 'T', noLog: false, section: 'tasks' as const }
    return entriesOf(task, [{ ...change, fields: [], quiet: false }], `run.${i}`)
  })
  return rollbackTasks(entries).flatMap(task => {
    const found = task.resolve({} as never)
    const all = found.type === 'run' ? found.instances.map(({ args }) => args as UndoArgs) : []
    return all.flatMap(({ wants }) => wants.map(({ id, state }) => [id, state]))
  })
}

test('a unit that did not run is neither started nor restarted at the end', () => {
  const stop = [id, { active: 'inactive' }]
  expect(steps(unit(down, { active: 'active' }), unit(up, { active: 'inactive' }))).toEqual([stop])
  expect(steps(unit(down, { active: 'active' }), restart)).toEqual([stop])
})

test('one that ran runs again, once, with what else is back', () => {
  const start = [id, { active: 'active' }]
  expect(steps(unit(up, { active: 'inactive' }), unit(down, { active: 'active' }))).toEqual([
    [id, { active: 'inactive' }],
    start,
  ])
  expect(steps(unit(up, { active: 'inactive' }), unit(down, { enabled: 'enabled' }))).toEqual([
    [id, { enabled: 'disabled' }],
    start,
  ])
  expect(steps(restart, unit(up, { active: 'inactive' }))).toEqual([[restart.want.id, { done: true }]])
  const reload = { ...restart, want: { ...restart.want, id: `reloaded ${id}` } }
  expect(steps(reload, unit(up, { active: 'inactive' }))).toEqual([start, [reload.want.id, { done: true }]])
  expect(steps(restart, restart)).toEqual([[restart.want.id, { done: true }]])
})
