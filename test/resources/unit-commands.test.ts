/** Which paths a unit may change when it starts, stops or is reloaded. */
import { expect, test } from 'vitest'
import type { State } from '../../src/resources/kind.ts'
import { changingCommands } from '../../src/resources/unit/commands.ts'
import { unitJobKind, unitKind } from '../../src/resources/unit/index.ts'

const shell = 'ExecStart=/bin/sh -c echo >/srv/up'
const reload = 'ExecReload=/bin/cp /srv/a /srv/reloaded'
const stop = 'ExecStopPost=/bin/rm -f /srv/down /run/one.sock'
const one: State = { active: 'inactive', fragment: '/srv/up/one.service', commands: [shell, reload, stop] }
const at = (id: string) => ({ kind: 'path', id })

test('a program that stays only reads what it is started with', () => {
  const server = 'ExecStart=/usr/bin/redis-server /etc/redis/redis.conf'
  const before = 'ExecStartPre=/bin/mkdir /run/x'
  expect(changingCommands('notify', [before, server, shell])).toEqual([before, shell])
  expect(changingCommands('oneshot', [before, server])).toEqual([before, server])
})

test.each([
  ['started', ['/srv/up', '/srv/up/x']],
  ['restarted', ['/srv/up', '/srv/up/x', '/srv/down']],
  ['reloaded', ['/srv/a', '/srv/reloaded']],
])('a unit that is %s may change what these commands name', (job, paths) => {
  const want = { kind: 'unit-job', id: `${job} one.service`, state: { done: true } }
  const change = { want, before: null, after: want.state }
  const all = [
    '/srv/up',
    '/srv/up/x',
    '/srv/up/one.service',
    '/srv/upper',
    '/srv/down',
    '/srv/a',
    '/srv/reloaded',
    '/srv',
    '/run/one.sock',
  ]
  expect(all.filter(id => unitJobKind.obscures?.(change, at(id), () => one))).toEqual(paths)
  expect(unitJobKind.obscures?.(change, { kind: 'user', id: 'up' }, () => one)).toBe(false)
})

test('a unit that starts or stops runs what it has for that, and one that is enabled runs nothing', () => {
  const named = (before: State, state: State) => {
    const change = { want: { kind: 'unit', id: 'one.service', state }, before, after: { ...before, ...state } }
    return ['/srv/up', '/srv/down', '/srv/a'].filter(id => unitKind.obscures?.(change, at(id), () => undefined))
  }
  expect(named(one, { active: 'active' })).toEqual(['/srv/up'])
  expect(named({ ...one, active: 'active' }, { active: 'inactive' })).toEqual(['/srv/down'])
  expect(named({ ...one, active: 'active' }, { active: 'active', config: 'x' })).toEqual(['/srv/up', '/srv/down'])
  expect(named(one, { enabled: 'enabled' })).toEqual([])
})
