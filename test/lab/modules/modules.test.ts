/** Every module on a real host: nothing there, partly there, there; what a check shows is what a play does. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LabHost } from '../../../src/lab/index.ts'
import type { Case } from './case.ts'
import { fileCases } from './file-cases.ts'
import { baseHost, type Ran, run, task } from './host.ts'
import { systemCases } from './system-cases.ts'

const cases = [...fileCases, ...systemCases]

const tasks = cases.map(({ name, module, args, source }) => task(name, module, args, source))

let host: LabHost
beforeAll(async () => {
  host = await baseHost('modules')
})
afterAll(() => host?.stop())

describe.each(['absent', 'partly'] as const)('where it is %s', before => {
  let check: Ran
  let play: Ran
  let again: Ran
  const looks = {
    before: new Map<string, string>(),
    checked: new Map<string, string>(),
    played: new Map<string, string>(),
  }

  beforeAll(async () => {
    for (const each of cases) await setUp(each, before)
    for (const each of cases) looks.before.set(each.name, await lookAt(each))
    check = await run(host, tasks, 'check')
    for (const each of cases) looks.checked.set(each.name, await lookAt(each))
    play = await run(host, tasks, 'play')
    again = await run(host, tasks, 'play')
    for (const each of cases) looks.played.set(each.name, await lookAt(each))
  })

  test.each(cases.map(each => [each.name, each] as const))('%s', (name, each) => {
    expect(play.told.get(name)).toMatchObject({ status: 'changed' })
    expect(looks.played.get(name)).toBe(each.expect)
    expect(check.told.get(name)?.status).toBe('changed')
    expect(check.told.get(name)?.diff).toEqual(play.told.get(name)?.diff)
    expect(looks.checked.get(name)).toBe(looks.before.get(name))
    expect(again.told.get(name)?.status).toBe(each.volatile ? 'changed' : 'ok')
  })

  test('a check, and a play that has nothing to do, take one round trip', () => {
    expect(check.roundTrips).toBe(1)
    // What was started is looked at once more in the end.
    expect(again.roundTrips).toBe(1 + cases.filter(each => each.volatile).length + 1)
  })
})

test('what is on tmpfs, enabled or masked is so after a reboot', async () => {
  await host.reboot()
  expect((await host.run("stat -c '%a %U:%G' /run/swk-state")).stdout).toBe('2770 admin:operator\n')
  expect((await host.run('systemctl is-active swk-a; systemctl is-enabled swk-c.timer')).stdout).toBe(
    'active\nmasked\n',
  )
})

async function setUp(each: Case, before: 'absent' | 'partly'): Promise<void> {
  const { code, stderr } = await host.run(each[before])
  if (code !== 0) throw new Error(`${each.name}: set-up fails: ${stderr}`)
}

const lookAt = async (each: Case): Promise<string> => (await host.run(each.look)).stdout
