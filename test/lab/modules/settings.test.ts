/** Modules that are not tried with the others: a check shows what a play does, and a second play has nothing to do. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LabHost } from '../../../src/lab/index.ts'
import { aptKeyCases } from './apt-key-cases.ts'
import { baseHost, run, type TaskOf, task } from './host.ts'
import { managedCases } from './managed-cases.ts'
import { opensslCases } from './openssl-cases.ts'
import { pythonCases } from './python-cases.ts'
import { settingCases } from './setting-cases.ts'
import { ufwCases } from './ufw-cases.ts'

let host: LabHost
beforeAll(async () => {
  host = await baseHost('settings')
})
afterAll(() => host?.stop())

describe.each(['absent', 'partly'] as const)('where it is %s', before => {
  test.each(
    [...settingCases, ...managedCases, ...aptKeyCases, ...pythonCases, ...ufwCases, ...opensslCases].map(
      each => [each.name, each] as const,
    ),
  )('%s', async (name, each) => {
    const tried = task(name, each.module, each.args)
    const look = async () => (await host.run(each.look)).stdout
    expect((await host.run(each[before])).code).toBe(0)
    const at = await look()
    const check = await run(host, [tried], 'check')
    expect(await look()).toBe(at)
    const play = await run(host, [tried], 'play')
    expect(play.told.get(name)).toMatchObject({ status: 'changed' })
    expect(check.told.get(name)).toMatchObject({ status: 'changed', diff: play.told.get(name)?.diff })
    expect(await look()).toBe(each.expect)
    const again = await run(host, [tried], 'play')
    expect(again.told.get(name)?.status).toBe(each.volatile ? 'changed' : 'ok')
    expect(again.roundTrips).toBe(each.volatile ? 2 : 1)
  })
})

/** Before: both the check and the play said that no server answers, since the database was not there yet. */
test('a role, its database and what is granted in it are made by one play', async () => {
  const of = (module: string, args: object, name = module) => task(name, module, args)
  const tasks = [
    of('postgresql_user', { name: 'swkfresh' }),
    of('postgresql_db', { name: 'swkfresh', owner: 'swkfresh' }),
    of('postgresql_user', { name: 'swkfresh2', db: 'swkfresh' }, 'another role, through it'),
    of('postgresql_db', { name: 'swkfresh2', maintenance_db: 'swkfresh' }, 'another database, through it'),
    of('postgresql_privs', {
      database: 'swkfresh',
      roles: 'swkfresh2',
      type: 'schema',
      objs: 'public',
      privs: 'CREATE',
    }),
    of('postgresql_query', { db: 'swkfresh', query: 'SELECT 1' }),
  ]
  const statuses = async (mode: 'check' | 'play') =>
    [...(await run(host, tasks, mode)).told.values()].map(({ status }) => status)
  expect(await statuses('check')).toEqual(['changed', 'changed', 'changed', 'changed', 'unknown', 'unknown'])
  expect(await statuses('play')).toEqual(['changed', 'changed', 'changed', 'changed', 'changed', 'ok'])
  expect(await statuses('play')).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok'])
  const refused = async (module: string, args: object, before: readonly TaskOf[] = []) => {
    const { told } = await run(host, [...before, of(module, args, 'it')], 'check')
    return told.get('it')?.error?.message
  }
  const noDatabase = 'the database swkno does not exist'
  const connect = { roles: 'swkfresh', privs: 'CONNECT', type: 'database' }
  expect(await refused('postgresql_privs', { database: 'swkno', ...connect })).toBe(noDatabase)
  expect(await refused('postgresql_user', { name: 'swkfresh', db: 'swkno' })).toBe(noDatabase)
  const drop = of('postgresql_db', { name: 'swkfresh', state: 'absent' })
  const dropped = 'the database swkfresh does not exist'
  expect(await refused('postgresql_user', { name: 'swkfresh3', db: 'swkfresh' }, [drop])).toBe(dropped)
  expect(await refused('postgresql_db', { name: 'swkx', owner: 'swkno' })).toBe('the role swkno does not exist')
  expect(await refused('postgresql_db', { name: 'swkfresh', encoding: 'utf-8' })).toBeUndefined()
  const encoding = 'the database swkfresh exists with encoding UTF8, which cannot be changed'
  expect(await refused('postgresql_db', { name: 'swkfresh', encoding: 'LATIN1' })).toBe(encoding)
})
