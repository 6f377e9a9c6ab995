/** Handlers, locks, and runs that end in the middle. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { waitForLock } from '../support/lock.ts'
import { type SwkRun, summary, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

const name = 'interrupted1'
let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name, image: 'base' })
  shop = await workshop([host])
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

const said = async (script: string): Promise<string> => (await host.run(script)).stdout.trim()
const order = (run: SwkRun): readonly string[] => tasks(run).map(({ task, status }) => `${task}: ${status}`)
const hostEnd = (run: SwkRun) => run.events.find(event => event.type === 'host:end')

/** Resolves once swk tells that this task has begun. */
async function begun(child: ChildProcess, task: string): Promise<void> {
  let text = ''
  while (!text.includes(`"type":"task:start","host":"${name}","task":"${task}"`)) {
    const [chunk] = await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data')
    text += chunk
  }
  await new Promise(resolve => setTimeout(resolve, 150))
}

/** A command that ends when `release` says so: nothing here depends on how fast the machine is. */
const held = "sh -c 'until [ -e /run/go ]; do sleep .1; done'"
const release = () => host.run('touch /run/go')
afterEach(() => host.run('rm -f /run/go'))

const handler = (of: string): string => `
    - name: ${of}
      command: sh -c 'echo ${of} >>/srv/handled'`

describe('handlers', () => {
  const playbook = `
- hosts: all
  become: true
  pre_tasks:
    - { name: first, copy: { dest: /srv/h1, content: "{{ text }}" }, notify: [late, early] }
  tasks:
    - { name: second, copy: { dest: /srv/h2, content: "{{ text }}" }, notify: early }
    - meta: flush_handlers
    - { name: third, copy: { dest: /srv/h3, content: x }, notify: late }
    - { name: fourth, copy: { dest: /srv/h2, content: "{{ text }}" }, notify: late }
  handlers:${handler('early')}${handler('late')}
`
  test('run in their own order at the end of each section, and where they are flushed', async () => {
    const check = await shop.check(playbook, '-e', 'text=one')
    const run = await shop.play(playbook, '-e', 'text=one')
    expect(order(run)).toEqual([
      'first: changed',
      'early: changed',
      'late: changed',
      'second: changed',
      'early: changed',
      'third: changed',
      'fourth: ok',
      'late: changed',
    ])
    expect(order(check)).toEqual(order(run))
    expect(await said('cat /srv/handled; ls /var/lib/swk/notified')).toBe('early\nlate\nearly\nlate')
  })

  test('are not due for a task that changed_when calls unchanged, now or in the next run', async () => {
    const quiet = `
- hosts: all
  become: true
  tasks:
    - { name: quiet, command: "true", changed_when: false, notify: late }
  handlers:${handler('late')}
`
    expect(order(await shop.play(quiet))).toEqual(['quiet: ok'])
    expect(order(await shop.play(quiet))).toEqual(['quiet: ok'])
  })

  test('of a run that failed run in the next one, once', async () => {
    const failing = (command: string): string => `
- hosts: all
  become: true
  tasks:
    - { name: change, copy: { dest: /srv/h5, content: x }, notify: late }
    - { name: break, command: "${command}", changed_when: false }
  handlers:${handler('late')}
`
    await host.run('rm -f /srv/handled')
    expect(order(await shop.play(failing('false')))).toEqual(['change: changed', 'break: failed'])
    expect(await said('cat /srv/handled 2>/dev/null')).toBe('')
    expect(order(await shop.play(failing('true')))).toEqual(['change: ok', 'break: ok', 'late: changed'])
    expect(order(await shop.play(failing('true')))).toEqual(['change: ok', 'break: ok'])
  })

  test('that were due when swk was killed run in the next run, and a check says so', async () => {
    const killed = `
- hosts: all
  become: true
  tasks:
    - { name: change, copy: { dest: /srv/h6, content: x }, notify: late }
    - { name: wait, command: "${held}", changed_when: false }
  handlers:${handler('late')}
`
    const { child, ended } = shop.start(killed)
    await begun(child, 'wait')
    child.kill('SIGKILL')
    await ended
    expect(await said('cat /srv/h6')).toBe('x')
    await release()
    await waitForLock(host)
    const wanted = ['change: ok', 'wait: ok', 'late: changed']
    expect(order(await shop.check(killed))).toEqual(wanted)
    expect(order(await shop.play(killed))).toEqual(wanted)
  })
})

describe('a second swk', () => {
  test('that plays is told who holds the host; one that checks does not care', async () => {
    const slow = `
- hosts: all
  become: true
  tasks:
    - { name: slow, command: "${held}" }
`
    const { child, ended } = shop.start(slow)
    await begun(child, 'slow')
    const [check, play] = await Promise.all([shop.check(slow), shop.play(slow)])
    expect(check.code).toBe(0)
    expect(play.code).toBe(2)
    const [busy] = tasks(play, 'failed')
    expect(busy?.error?.code).toBe('busy')
    expect(busy?.error?.message).toMatch(new RegExp(`@.* pid ${child.pid} since 20`))
    await release()
    expect((await ended).code).toBe(0)
    expect((await shop.play(slow)).code).toBe(0)
  })
})

describe('an interrupt', () => {
  const three = (command: string): string => `
- hosts: all
  become: true
  tasks:
    - { name: one, command: "${command}", notify: late }
    - { name: two, command: touch /srv/two }
  handlers:${handler('late')}
`
  test('lets the task at work end, begins no other, and says where the host stands', async () => {
    const { child, ended } = shop.start(three("sh -c 'until [ -e /run/go ]; do sleep .1; done; touch /srv/one'"))
    await begun(child, 'one')
    child.kill('SIGINT')
    await release()
    const run = await ended
    expect(run.code).toBe(130)
    expect(order(run)).toEqual(['one: changed'])
    expect(hostEnd(run)).toMatchObject({ status: 'interrupted' })
    expect(summary(run, name)).toMatchObject({ changed: 1, failed: 0 })
    expect(await said('ls /srv/one /srv/two 2>/dev/null')).toBe('/srv/one')
  })

  test('in the last task leaves its handler due, and says that the host is not done', async () => {
    const last = `
- hosts: all
  become: true
  tasks:
    - { name: last, command: "${held}", notify: late }
  handlers:${handler('late')}
`
    const { child, ended } = shop.start(last)
    await begun(child, 'last')
    child.kill('SIGTERM')
    await release()
    const run = await ended
    expect(order(run)).toEqual(['last: changed'])
    expect(hostEnd(run)).toMatchObject({ status: 'interrupted' })
    expect(order(await shop.check(last))).toEqual(['last: changed', 'late: changed'])
  })

  test('and another one end the step at once', async () => {
    const { child, ended } = shop.start(three('sleep 60'))
    await begun(child, 'one')
    const start = performance.now()
    child.kill('SIGINT')
    await new Promise(resolve => setTimeout(resolve, 200))
    child.kill('SIGINT')
    const run = await ended
    expect(performance.now() - start).toBeLessThan(5000)
    expect(run.code).toBe(130)
    expect(tasks(run, 'failed')[0]?.error).toMatchObject({
      code: 'interrupted',
      message: expect.stringMatching(/sleep 60/),
    })
    expect(hostEnd(run)).toMatchObject({ status: 'interrupted' })
    expect(await said('pgrep -x sleep -a | grep -c "sleep 60"')).toBe('0')
    expect(await said('flock -n /run/swk.lock echo free')).toBe('free')
  })

  test('and another one before anything is written leaves nothing to take back', async () => {
    await host.run('rm -f /srv/one')
    const { child, ended } = shop.start(`
- hosts: all
  become: true
  tasks:
    - { name: before, copy: { dest: /srv/before, content: x } }
    - { name: one, copy: { dest: /srv/one, content: x, validate: "/bin/sh -c 'sleep 60; : %s'" } }
`)
    await begun(child, 'one')
    while ((await said('pgrep -x sleep -a | grep -c "sleep 60"')) !== '1')
      await new Promise(resolve => setTimeout(resolve, 50))
    child.kill('SIGINT')
    await new Promise(resolve => setTimeout(resolve, 200))
    child.kill('SIGINT')
    const run = await ended
    expect(run.code).toBe(130)
    expect(tasks(run)[1]).toMatchObject({ status: 'failed', diff: [], error: { code: 'interrupted' } })
    expect(hostEnd(run)).toMatchObject({ status: 'interrupted', changes: 1 })
    expect(await said('ls /srv/one 2>/dev/null')).toBe('')
  })
})
