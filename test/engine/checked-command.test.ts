/** `check_mode: true` keeps a command from running, also in a play; what it registers is Ansible's. Pure. */
import { expect, test } from 'vitest'
import command from '../../modules/command.ts'
import script from '../../modules/script.ts'
import { HostState } from '../../src/engine/plan/host-state.ts'
import { planTask } from '../../src/engine/plan/plan-task.ts'
import { itemResults, statusOf } from '../../src/engine/result/result.ts'
import type { Module } from '../../src/index.ts'
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
