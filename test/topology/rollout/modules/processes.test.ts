/** Processes that change as one: what is waited for, what stops, what restarts. */
import { expect, test } from 'vitest'
import systemd from '../../../../modules/systemd.ts'
import type { State } from '../../../../src/resources/kind.ts'
import { newUnit } from '../../../../src/resources/unit/new.ts'
import {
  type ProcessesArgs,
  processesModule,
  type Started,
} from '../../../../src/topology/rollout/modules/processes.ts'
import { observedOf } from '../../support.ts'

const module = processesModule(systemd)
const up = { ...newUnit, active: 'active', enabled: 'enabled', mainPid: 7 }
const host = (units: Readonly<Record<string, State>>) =>
  observedOf(Object.fromEntries(Object.entries(units).map(([id, state]) => [`unit:${id}`, state])))

const started = (unit: string, more: Partial<Started> = {}): Started => ({
  ...{ unit, args: systemd.args.parse({ name: unit, state: 'started' }), order: 1, sockets: [`/run/${unit}.sock`] },
  ...{ replaced: [], ...more },
})
const plan = (args: Partial<ProcessesArgs>, units: Readonly<Record<string, State>>) =>
  module.plan({ started: [], stopped: [], drain: 10, why: [], ...args } satisfies ProcessesArgs, host(units))
const brief = (wants: ReturnType<typeof plan>) => wants.map(({ kind, id }) => (kind === 'drain' ? kind : id))

test('who runs as it should is not waited for', () => {
  expect(brief(plan({ started: [started('a.service')] }, { 'a.service': up }))).toEqual(['a.service'])
})

test('before one stops that serves, who is served has time', () => {
  const wants = plan(
    { started: [started('a.service', { replaced: ['/opt/lib.so'] })] },
    { 'a.service': { ...up, replaced: ['/opt/lib.so'] } },
  )
  expect(brief(wants)).toEqual(['drain', 'a.service'])
  expect(JSON.parse(wants[0]?.id ?? '')).toEqual({ sockets: ['/run/a.service.sock'], seconds: 10 })
  expect(wants[1]).toMatchObject({ state: { replaced: [] }, how: { transaction: 'processes', order: 1 } })
})

test('nobody waits where no time is given', () => {
  const stopped = [{ unit: 'a.service', sockets: ['/run/a.sock'] }]
  expect(brief(plan({ stopped, drain: 0 }, { 'a.service': up }))).toEqual(['a.service'])
})

test('one that goes stops, and does not start at boot', () => {
  const wants = plan({ stopped: [{ unit: 'a.service', sockets: [], held: true }] }, { 'a.service': up })
  expect(wants).toMatchObject([
    { id: 'a.service', state: { active: 'inactive', enabled: 'disabled' }, how: { order: 0 } },
  ])
})

test('a unit that systemd does not know has nothing to stop', () => {
  expect(plan({ stopped: [{ unit: 'a.service', sockets: ['/run/a.sock'] }] }, {})).toEqual([])
})
