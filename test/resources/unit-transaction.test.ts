/** Units that change as one: what stops, what restarts at once, and what starts behind it. */
import { expect, test } from 'vitest'
import type { State } from '../../src/resources/kind.ts'
import { unitKind } from '../../src/resources/unit/index.ts'

const up = { active: 'active', enabled: 'enabled', needReload: false, config: 'old', replaced: [] }
const change = (id: string, before: State, state: State, how: Record<string, string | number | boolean> = {}) => ({
  before,
  after: { ...before, ...state },
  want: { kind: 'unit', id, state, how: { transaction: 't', ...how } },
})
const script = (...changes: readonly ReturnType<typeof change>[]) => {
  const steps = unitKind.writeMany?.(changes) ?? []
  return steps.flatMap(step => step.script.split('\n').filter(line => line.startsWith('systemctl')))
}
const verbs = (lines: readonly string[]) =>
  lines
    .map(line => line.replace(/ \|\|.*| 2?>.*/g, '').replaceAll("'", ''))
    .filter(line => !/status|reset-failed/.test(line))

test('main and writers restart in one command, the rest stops before it and starts behind it', () => {
  const lines = script(
    change('main', up, { config: 'new' }, { order: 0 }),
    change('typing1', { ...up, active: 'inactive' }, { active: 'active' }, { order: 0 }),
    change('sync1', up, { config: 'new' }, { order: 2 }),
    change('sender1', up, { config: 'new' }, { order: 1 }),
    change('old1', up, { active: 'inactive', enabled: 'disabled' }, { order: 1 }),
    change('writer1', up, { active: 'inactive' }, { order: 0 }),
  )
  expect(verbs(lines)).toEqual([
    'systemctl disable -- old1',
    'systemctl stop -- old1 sync1 sender1',
    'systemctl stop --no-block -- writer1',
    'systemctl restart -- main typing1',
    'systemctl stop -- writer1',
    'systemctl start -- sender1',
    'systemctl start -- sync1',
  ])
})

test('nginx is told before anything stops', () => {
  const lines = script(change('main', up, { config: 'new' }, { reload: 'nginx.service' }))
  expect(verbs(lines)).toEqual([
    'systemctl stop -- swk-reload.service',
    'systemctl restart --no-block -- swk-reload.service main',
    'systemctl stop -- swk-reload.service',
    'systemctl start -- main',
  ])
})

test('what leaves stops behind the reload, and a gate may close before it', () => {
  const reload = { reload: 'nginx.service', closing: 'main-gate.service' }
  const leaving = change('typing1', up, { active: 'inactive' }, { order: 0 })
  const [step] = unitKind.writeMany?.([change('main', up, { config: 'new' }, reload), leaving]) ?? []
  const lines = script(change('main', up, { config: 'new' }, reload), leaving)
  expect(verbs(lines)).toEqual([
    'systemctl stop -- swk-reload.service',
    'systemctl restart --no-block -- swk-reload.service main',
    'systemctl stop --no-block -- typing1',
    'systemctl stop -- swk-reload.service',
    'systemctl start -- main',
    'systemctl stop -- typing1',
  ])
  expect(step?.script).toMatch(/Id,ConsistsOf --value -- 'main' 'typing1'.*-vxF -e 'main-gate.service'/)
})

test('a process on libraries that an upgrade has replaced is due', () => {
  const before = { ...up, replaced: ['/opt/venvs/s/synapse_rust.abi3.so'] }
  expect(verbs(script(change('main', before, { replaced: [] })))).toEqual(['systemctl restart -- main'])
  expect(verbs(script(change('main', up, { replaced: [] })))).toEqual([])
})

test('many that start behind start as many at once as there are processors', () => {
  const workers = Array.from({ length: 3 }, (_, i) => change(`w${i}`, up, { config: 'new' }, { order: 1 }))
  const [step] = unitKind.writeMany?.(workers) ?? []
  expect(step?.script).toContain(`printf '%s\\n' 'w0' 'w1' 'w2' | xargs -n "$(nproc)" systemctl start --`)
})
