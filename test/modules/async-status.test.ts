/** `async`: jobs that nobody waits for, and what `async_status` says of them. */
import { expect, test } from 'vitest'
import asyncStatus from '../../modules/async-status.ts'
import { kindOf } from '../../src/resources/index.ts'
import { faults, load, play } from '../playbook/project-in.ts'
import { observe, plan } from './support.ts'

const encoded = (text: string) => Buffer.from(text).toString('base64')
const id = 'jAb1'
const found = (line: string) =>
  kindOf('job')
    .read(Buffer.from(line), [{ kind: 'job', id }])
    .get(`job:${id}`) ?? null
const running = `${id}:${encoded('1000\n["sleep","1"]\n')}:::: /root/.ansible_async/${id}`.replace(': /', ':/')

test('a job is running until it has an exit status', () => {
  expect(found(running)).toMatchObject({ cmd: '["sleep","1"]', started: 1000, file: `/root/.ansible_async/${id}` })
  expect(found(running)).not.toHaveProperty('rc')
  const ended = `${id}:${encoded('1000\n["a"]\n')}:${encoded('out\n')}:${encoded('err\n')}:3 2500:/f`
  expect(found(ended)).toMatchObject({ rc: 3, ended: 2500, stdout: 'out\n', stderr: 'err\n' })
  expect(found('')).toBeNull()
})

test('async_status registers what Ansible does', () => {
  const result = (state: ReturnType<typeof found>) => {
    const args = { jid: id, mode: 'status' }
    return asyncStatus.result?.(args, observe(asyncStatus, args, { [`job:${id}`]: state }), [])
  }
  expect(result(found(running))).toMatchObject({ ansible_job_id: id, started: 1, finished: 0 })
  const done = found(`${id}:${encoded('1000\n["a"]\n')}:${encoded('out\n')}::0 2500:/f`)
  expect(result(done)).toMatchObject({
    finished: 1,
    rc: 0,
    cmd: ['a'],
    delta: '0:00:01.500000',
    stdout: 'out',
    stdout_lines: ['out'],
    changed: true,
  })
  expect(() => plan(asyncStatus, { jid: id })).toThrow('could not find job')
})

test('only commands are left running', async () => {
  expect(await faults(play('- apt: { name: htop }\n  async: 5\n  poll: 0'))).toEqual([
    expect.stringMatching(/^not-supported 5:/),
  ])
  const task = (await load(play('- command: sleep 9\n  async: "{{ 4 + 1 }}"\n  poll: 0'))).plays[0]?.bind('a1').tasks[0]
  const resolution = task?.resolve({ host: 'a1', registered: new Map(), pending: new Map(), observed: null })
  const args = resolution?.type === 'run' ? resolution.instances[0]?.args : undefined
  const [want] = task?.module.plan(args, observe(task.module, args, {})) ?? []
  expect(JSON.parse(want?.id ?? '{}')).toMatchObject({ detach: 5 })
})
