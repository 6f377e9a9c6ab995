/** What commands register that are not run with `check_mode: true`, also in a play, and of what they warn. Pure. */
import { expect, test } from 'vitest'
import command from '../../modules/command.ts'
import script from '../../modules/script.ts'
import shell from '../../modules/shell.ts'
import { HostState } from '../../src/engine/plan/host-state.ts'
import { planTask } from '../../src/engine/plan/plan-task.ts'
import { itemResults, statusOf } from '../../src/engine/result/result.ts'
import type { Module } from '../../src/index.ts'
import { faults } from '../modules/support.ts'
import { task } from './hand-made.ts'

const scope = { host: 'h', registered: new Map(), pending: new Map(), observed: null }

function resultOf(module: Module, args: object, checkMode?: boolean) {
  const given = module.args.parse(args)
  const host = new HostState(new Map([['path:/made', null]]))
  const one = task('t', module, { instances: [{ args: given }], ...(checkMode !== undefined && { checkMode }) })
  const plan = planTask(one, scope, host)
  if (plan.type !== 'planned') throw new Error(plan.type)
  const [result] = itemResults(plan, [])
  return { ...result, ...(result && statusOf(result)), changes: plan.items[0]?.changes.length }
}

const msg = 'Command would have run if not in check mode'

test('a command and a script are skipped', () => {
  const skipped = {
    changed: false,
    failed: false,
    skipped: true,
    status: 'skipped',
    rc: 0,
    stdout: '',
    msg,
    changes: 0,
  }
  expect(resultOf(command, { cmd: 'echo a' }, true)).toMatchObject({ ...skipped, cmd: ['echo', 'a'] })
  expect(resultOf(script, { cmd: 'a.sh' }, true)).toMatchObject(skipped)
})

test('one that has nothing there yet is a change', () => {
  const found = resultOf(command, { cmd: 'touch /made', creates: '/made' }, true)
  expect(found).toMatchObject({ changed: true, status: 'changed', msg, changes: 0 })
  expect(found).not.toHaveProperty('skipped')
})

test('without it a command is a change', () => {
  expect(resultOf(command, { cmd: 'echo a' })).toMatchObject({ status: 'changed', changes: 1 })
})

test('what the user is warned of is registered', () => {
  const { warnings } = resultOf(command, { cmd: 'echo a', executable: '/bin/bash' }) as Record<string, unknown>
  expect(warnings).toEqual([expect.stringContaining('`executable` is no longer supported by `command`')])
  expect(resultOf(command, { cmd: 'echo a' })).not.toHaveProperty('warnings')
  expect(faults(shell, { cmd: 'echo a', expand_argument_vars: false })[0]).toContain('Unrecognized key')
})
