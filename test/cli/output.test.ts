/** Standard output that cannot be written, in a process of its own. */
import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

const run = (command: string) =>
  spawnSync('sh', ['-c', `exec ${process.execPath} bin/swk.js ${command}`], { encoding: 'utf8' })

it('a full disk is reported on standard error, without a stack', () => {
  const { status, stderr } = run('modules >/dev/full')
  expect(status).toBe(74)
  expect(stderr).toMatch(/^swk: standard output cannot be written: ENOSPC.*\n$/)
})

it('a failure keeps its own exit code', () => {
  expect(run('play nowhere.yaml -i nowhere --reporter json >/dev/full').status).toBe(1)
})

it('standard error on a full disk changes nothing', () => {
  expect(run('modules 2>/dev/full').status).toBe(0)
  expect(run('play nowhere.yaml -i nowhere 2>/dev/full').status).toBe(1)
})
