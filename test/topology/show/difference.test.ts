import { describe, expect, test } from 'vitest'
import type { Diff, SwkEvent } from '../../../src/engine/events.ts'
import { differenceOf, isSame } from '../../../src/topology/show/difference.ts'
import { differenceText } from '../../../src/topology/show/difference-text.ts'

type TaskEvent = Extract<SwkEvent, { type: 'task' }>

const task = (more: Partial<TaskEvent>): TaskEvent => ({
  ...{ type: 'task', host: 'hs1', task: 'a', module: 'files', section: 'topology', status: 'changed', ms: 0, diff: [] },
  ...more,
})
const diff = (path: string, before: string | null, after: string | null): Diff => ({
  path,
  before,
  after,
  truncated: false,
})
const unit = (name: string, before: string, after: string) => diff(`unit ${name}`, before, after)

describe('what a check would change', () => {
  const found = differenceOf(
    'hs1',
    [
      task({
        diff: [
          diff('/etc/a', null, 'a'),
          diff('/etc/b', 'a', 'b'),
          diff('/etc/c', 'c', null),
          diff('/etc/b', 'b', 'c'),
          diff('/run/matrix-synapse/x.sock', '', null),
          diff('package redis-server', null, 'installed: true'),
          diff('unit-job reloaded nginx.service', null, null),
        ],
      }),
      task({
        notes: ['workers.yaml changed: all stop together'],
        warnings: ['little memory'],
        diff: [
          unit(
            'matrix-synapse-worker@pusher1.service',
            'active: inactive\nenabled: disabled\n',
            'active: active\nenabled: enabled\n',
          ),
          unit(
            'matrix-synapse-worker@old1.service',
            'active: active\nenabled: enabled\n',
            'active: inactive\nenabled: disabled\n',
          ),
          unit('matrix-synapse.service', 'active: active\nconfig: a\n', 'active: active\nconfig: b\n'),
        ],
      }),
    ],
    ['pusher1'],
  )

  test('is told by workers, files, units and the rest', () => {
    expect(found).toMatchObject({
      missing: ['pusher1'],
      surplus: ['old1'],
      others: ['package redis-server'],
      refused: null,
    })
    expect(found.files.map(({ path, change }) => `${change} ${path}`)).toEqual([
      'new /etc/a',
      'changed /etc/b',
      'removed /etc/c',
    ])
    expect(found.units.map(({ change }) => change)).toEqual(['starts, enabled', 'stops, disabled', 'restarts'])
  })

  test('is shown below the table, with the reasons of the plan', () => {
    const text = differenceText(found)
    expect(text).toMatch(/^\nhs1 differs; /)
    expect(text).toMatch(/^ {2}worker +missing +pusher1$/m)
    expect(text).toContain('  workers.yaml changed: all stop together\n')
    expect(text).toContain('  warning: little memory\n')
  })
})

test('a host on which nothing would change is as it is shown', () => {
  const found = differenceOf('hs1', [task({ status: 'ok' })], [])
  expect(isSame(found)).toBe(true)
  expect(differenceText(found)).toBe('\nhs1 is as this says.\n')
})

test('a host that is refused is told why', () => {
  const error = { code: 'refused', message: 'its database is SQLite' }
  const found = differenceOf('hs1', [task({ status: 'failed', error })], [])
  expect(differenceText(found)).toBe('\nhs1 cannot become this: its database is SQLite\n')
})
