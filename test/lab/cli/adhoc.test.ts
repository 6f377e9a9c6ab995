/** Command lines as Ansible's users type them, on a host. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { swk, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name: 'adhoc1', image: 'base' })
  shop = await workshop([host], { user: 'admin' })
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

const adhoc = (...args: readonly string[]) => swk('adhoc', 'all', '-i', shop.inventory, '--reporter', 'json', ...args)

test('adhoc runs one task, from text, key=value and JSON', async () => {
  const run = await adhoc('-a', 'echo hi')
  expect(run.code, run.stdout).toBe(0)
  expect(tasks(run)).toMatchObject([{ task: 'command', status: 'changed' }])
  const args = 'dest=/root/adhoc content=x'
  expect(tasks(await adhoc('-b', '-m', 'copy', '-a', args, '--check'))).toMatchObject([{ status: 'changed' }])
  expect(tasks(await adhoc('-b', '-m', 'copy', '-a', args))).toMatchObject([{ status: 'changed' }])
  expect(tasks(await adhoc('-b', '-m', 'copy', '-a', '{"dest": "/root/adhoc", "content": "x"}'))).toMatchObject([
    { status: 'ok' },
  ])
  expect((await adhoc('-m', 'nothing')).code).toBe(1)
})

test('-v shows results, -vv also what is run, -vvv also what is read', async () => {
  const said = async (...args: string[]) => (await adhoc('-a', 'echo hi', ...args)).stdout
  expect(await said()).not.toMatch(/"result"|"detail"/)
  expect(tasks(await adhoc('-v', '-a', 'echo hi'))).toMatchObject([{ result: { rc: 0, stdout: 'hi' } }])
  expect(await said('-v')).not.toContain('"detail"')
  expect(await said('-vv')).toMatch(/"detail","host":"[^"]+","text":".* runs: [\s\S]*'echo' 'hi'/)
  expect(await said('-vv')).not.toContain('connects to')
  expect(await said('-vvv')).toMatch(/connects to \S+ port 22 as admin[\s\S]*"text":"reads /)
  expect(await said('-a', 'echo {{ ansible_verbosity }}', '-v')).toContain('"stdout":"1"')
})

test('--step leaves out what nobody confirms, --start-at-task what stands before', async () => {
  const text = '- hosts: all\n  tasks: [{ name: one, command: "true" }, { name: two, command: "true" }]\n'
  const status = async (...args: string[]) =>
    tasks(await shop.play(text, ...args)).map(({ task, status }) => `${task} ${status}`)
  expect(await status('--step')).toEqual(['one skipped', 'two skipped'])
  expect(await status('--step', '--check')).toEqual(['one changed', 'two changed'])
  expect(await status('--start-at-task', 'two')).toEqual(['two changed'])
})
