/** A new kind is one file and one line of the registry: the engine plans, tells and renders it without knowing it. */
import { afterAll, describe, expect, test } from 'vitest'
import { renderSteps } from '../../src/engine/apply/steps.ts'
import { HostState } from '../../src/engine/plan/host-state.ts'
import { predict } from '../../src/engine/plan/predict.ts'
import { renderDiffs } from '../../src/engine/report/diffs.ts'
import { kinds } from '../../src/resources/index.ts'
import type { Kind, RefTo, State } from '../../src/resources/kind.ts'
import { sh } from '../../src/shell/sh.ts'
import { module, task, wanting } from '../engine/hand-made.ts'

// The file of the kind: a flag of the host, which packages bring and whose setting starts a unit.
type FlagState = { readonly value: string }
const flag = (id: string): RefTo<FlagState> => ({ kind: 'flag', id })
const flagKind: Kind = {
  name: 'flag',
  providedByPackages: true,
  initial: { value: 'off' },
  probe: refs => sh`flags ${refs.map(({ id }) => id)}`,
  read: (_, refs) => new Map(refs.map(({ id }) => [`flag:${id}`, { value: 'off' }])),
  write: (_, after, want) => [
    { name: `set ${want.id}`, script: sh`flag ${want.id} ${String(after?.value)}`, timeout: 10 },
  ],
  undo: () => ({ cannot: 'a flag stays' }),
  affects: (change, other) => other.kind === 'flag' && other.id.startsWith(`${change.want.id}.`),
  follows: ({ want }, id, state) => (id === `${want.id}.copy` ? want.state : state),
  startsUnits: ({ want }) => [`${want.id}.service`],
  describe: ({ want }) => `Set the flag ${want.id}`,
}
// Its line of the registry.
;(kinds as Map<string, Kind>).set(flagKind.name, flagKind)
afterAll(() => {
  ;(kinds as Map<string, Kind>).delete(flagKind.name)
})

const hostWith = (states: Readonly<Record<string, State | null>>): HostState => {
  const world = new HostState()
  world.learn(new Map(Object.entries(states)))
  return world
}

const on = { ...flag('night'), state: { value: 'on' } }

describe('a kind that the registry gained', () => {
  test('is planned, and what follows it is foreseen', () => {
    const world = hostWith({ 'flag:night': { value: 'off' }, 'flag:night.copy': { value: 'off' } })
    const copy = module([flag('night.copy')], observed => [
      { ...flag('seen'), state: { value: String(observed.state(flag('night.copy'))?.value) } },
    ])
    world.learn(new Map([['flag:seen', { value: 'off' }]]))
    const tasks = [task('Set it', wanting(on)), task('Look at what follows', copy)]
    const foresight = predict({ play: { host: 'h', tasks, handlers: [] }, world, notified: [] })
    if (foresight.type !== 'forecast') throw new Error(foresight.type)
    expect(foresight.forecasts.map(({ status, changes }) => [status, changes[0]?.after])).toEqual([
      ['changed', { value: 'on' }],
      ['changed', { value: 'on' }],
    ])
  })

  test('is shown by the title that it gives, and made by its own steps', () => {
    const change = { want: on, before: { value: 'off' }, after: { value: 'on' }, quiet: false, fields: ['value'] }
    expect(renderDiffs([change])).toEqual([
      {
        ...{ path: 'flag night', title: 'Set the flag night', truncated: false },
        ...{ before: 'value: off\n', after: 'value: on\n' },
      },
    ])
    expect(renderSteps([change]).map(({ name }) => name)).toEqual(['set night'])
  })
})
