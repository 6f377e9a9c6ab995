/** Files and the units that go with them are one step: a host ends the step at work when its controller is gone, and begins no other. */
import { expect, test } from 'vitest'
import { renderSteps } from '../../src/engine/apply/steps.ts'
import type { Change } from '../../src/engine/plan/change.ts'
import type { Want } from '../../src/resources/kind.ts'
import { newUnit } from '../../src/resources/unit/new.ts'

const change = (want: Want, before: Change['before'], fields: readonly string[]): Change => ({
  want,
  before,
  after: want.state,
  fields,
  quiet: false,
})
const together = { name: 'both', overlay: ['/etc/x'], check: [['true']] }
const file = change(
  { kind: 'path', id: '/etc/x/y', state: { type: 'file', sha256: 'a'.repeat(64) }, content: 'y', together },
  null,
  [],
)
const unit = (joins: boolean): Change =>
  change(
    {
      ...{ kind: 'unit', id: 'x.service', state: { active: 'active' }, how: { transaction: 'processes' } },
      ...(joins ? { joins: true as const } : {}),
    },
    newUnit,
    ['active'],
  )

test('one step moves the files and starts the unit', () => {
  const [step, ...others] = renderSteps([file, unit(true)])
  expect(others).toEqual([])
  expect(step?.script).toMatch(/swk_stage[\s\S]*x\.service/)
  expect(step?.payload?.toString()).toMatch(/y$/)
})

test('without files there is nothing to join', () => {
  expect(renderSteps([unit(true)])).toEqual(renderSteps([unit(false)]))
  expect(renderSteps([file, unit(false)])).toHaveLength(2)
})
