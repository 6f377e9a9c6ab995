/** Modules that are not tried with the others: a check shows what a play does, and a second play has nothing to do. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LabHost } from '../../../src/lab/index.ts'
import { allModules } from '../../modules/support.ts'
import { baseHost, run } from './host.ts'
import { managedCases } from './managed-cases.ts'
import { opensslCases } from './openssl-cases.ts'
import { pythonCases } from './python-cases.ts'
import { settingCases } from './setting-cases.ts'
import { ufwCases } from './ufw-cases.ts'

const modules = new Map((await allModules()).map(module => [module.name, module]))

let host: LabHost
beforeAll(async () => {
  host = await baseHost('settings')
})
afterAll(() => host?.stop())

describe.each(['absent', 'partly'] as const)('where it is %s', before => {
  test.each(
    [...settingCases, ...managedCases, ...pythonCases, ...ufwCases, ...opensslCases].map(
      each => [each.name, each] as const,
    ),
  )('%s', async (name, each) => {
    const module = modules.get(each.module)
    if (module === undefined) throw new Error(`there is no module ${each.module}`)
    const task = { name, module, args: each.args }
    const look = async () => (await host.run(each.look)).stdout
    expect((await host.run(each[before])).code).toBe(0)
    const at = await look()
    const check = await run(host, [task], 'check')
    expect(await look()).toBe(at)
    const play = await run(host, [task], 'play')
    expect(play.told.get(name)).toMatchObject({ status: 'changed' })
    expect(check.told.get(name)).toMatchObject({ status: 'changed', diff: play.told.get(name)?.diff })
    expect(await look()).toBe(each.expect)
    const again = await run(host, [task], 'play')
    expect(again.told.get(name)?.status).toBe(each.volatile ? 'changed' : 'ok')
    expect(again.roundTrips).toBe(each.volatile ? 2 : 1)
  })
})
