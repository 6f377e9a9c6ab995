/** Changes that are sent together: their cost, and that each of them is still its task's. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { summary, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name: 'together1', image: 'base' })
  shop = await workshop([host])
})
beforeEach(async () => {
  await host.run('umount /srv/m/full 2>/dev/null; rm -rf /srv/m; mkdir /srv/m')
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

const playOf = (tasks: string): string => `- hosts: all\n  become: true\n  tasks:\n${tasks}`
const loop = (count: number, text = 'x') =>
  playOf(
    `    - { copy: { dest: "/srv/m/{{ item }}", content: "${text} {{ item }}" }, loop: "{{ range(${count}) | list }}" }\n`,
  )
const many = (count: number, text = 'x') =>
  playOf(
    Array.from({ length: count }, (_, i) => `    - copy: { dest: /srv/m/${i}, content: "${text} ${i}" }\n`).join(''),
  )
const files = async (): Promise<string[]> => (await host.run('ls /srv/m')).stdout.trim().split('\n')

/** Before: 574 kB and 401 round trips for the tasks, 1.1 MB for the loop. */
describe.each([
  ['a loop', loop, 1],
  ['tasks', many, 400],
] as const)('400 files by %s', (_name, playbook, changed) => {
  test('cost at most 120 kB and six round trips, new and changed', async () => {
    for (const text of ['new', 'changed']) {
      const play = await shop.play(playbook(400, text))
      expect(play.code, play.stdout.slice(-2000)).toBe(0)
      const cost = summary(play, 'together1')
      expect(cost.changed).toBe(changed)
      expect(cost.bytesUp).toBeLessThan(120_000)
      expect(cost.roundTrips).toBeLessThanOrEqual(6)
      expect((await host.run(`cd /srv/m; cat 0 399; cat * | wc -w; stat -c '%U %G %a' 7`)).stdout).toBe(
        `${text} 0${text} 399401\nroot root 644\n`,
      )
    }
    expect(summary(await shop.play(playbook(400, 'changed')), 'together1')).toMatchObject({ changed: 0, roundTrips: 1 })
  })
})

test('a task that fails keeps those after it from being made, though they were sent with it', async () => {
  await host.run('mkdir /srv/m/full; mount -t tmpfs -o size=64k none /srv/m/full')
  const list = (more: string) =>
    playOf(`
    - copy: { dest: /srv/m/a, content: a }
    - { name: full, copy: { dest: /srv/m/full/b, content: "{{ 'b' * 65000 }}" }, ${more} register: b }
    - copy: { dest: /srv/m/c, content: "{{ b.changed }}" }
    - { copy: { dest: /srv/m/d, content: d }, when: b.changed }
`).replace(/^\n/m, '')
  await host.run('head -c 32768 /dev/zero >/srv/m/full/other')
  const play = await shop.play(list(''))
  expect(tasks(play).map(({ status }) => status)).toEqual(['changed', 'failed'])
  expect(tasks(play)[1]?.error?.message).toContain('No space left on device')
  expect(await files()).toEqual(['a', 'full'])
  const goesOn = await shop.play(list('ignore_errors: true,'))
  expect(tasks(goesOn).map(({ status }) => status)).toEqual(['ok', 'failed', 'changed', 'skipped'])
  expect((await host.run('cat /srv/m/c; ls -A /srv/m/full')).stdout).toBe('Falseother\n')
})

test('an item that fails keeps no other item from being made, and its own steps are not made', async () => {
  await host.run(
    'mkdir /srv/m/full; mount -t tmpfs -o size=64k none /srv/m/full; head -c 32768 /dev/zero >/srv/m/full/x',
  )
  const play = await shop.play(
    playOf(`    - { copy: { dest: "/srv/m/{{ item }}", content: "{{ 'b' * 65000 }}" }, loop: [a, full/b, c] }\n`),
  )
  expect(tasks(play)[0]?.items?.map(({ outcome }) => outcome)).toEqual(['changed', 'failed', 'changed'])
  expect(await files()).toEqual(['a', 'c', 'full'])
})

test('tasks that build on each other go together; what the earlier one wrote is not read back as the later one', async () => {
  const playbook = playOf(`
    - file: { path: /srv/m/d, state: directory, mode: "0750" }
    - copy: { dest: /srv/m/d/f, content: "one\\n", mode: "0600" }
    - lineinfile: { path: /srv/m/d/f, line: two }
    - file: { path: /srv/m/d/f, mode: "0640" }
    - { copy: { dest: /srv/m/l, content: x }, notify: last }
    - { copy: { dest: /srv/m/n, content: x }, register: n }
    - debug: { msg: "{{ n.changed }}" }
  handlers:
    - { name: last, copy: { dest: /srv/m/handled, content: x } }
`)
  const check = await shop.check(playbook)
  const play = await shop.play(playbook)
  expect(play.code, play.stdout).toBe(0)
  const told = (run: typeof play) => tasks(run).map(({ status, diff }) => ({ status, diff }))
  expect(told(play)).toEqual(told(check))
  expect((await host.run(`cd /srv/m; cat d/f; stat -c %a d d/f; ls`)).stdout).toBe(
    'one\ntwo\n750\n640\nd\nhandled\nl\nn\n',
  )
})

/** Ends the connection as soon as the file is there. */
const cutAt = (file: string) =>
  host.run(
    `setsid sh -c 'while [ ! -e ${file} ]; do sleep 0.005; done; for p in $(pgrep -f "^sshd: root"); do kill -9 $p; done' </dev/null >/dev/null 2>&1 &`,
  )

test('a connection lost in the middle of a loop: each item was changed, or may have been', async () => {
  await cutAt('/srv/m/150')
  const play = await shop.play(loop(400))
  const [task] = tasks(play)
  expect(task).toMatchObject({ status: 'unreachable' })
  const told = new Map(task?.items?.map(({ item, outcome }) => [item, outcome]))
  expect(new Set(told.values())).toEqual(new Set(['changed', 'may-have-changed']))
  for (const name of await files()) expect(['changed', 'may-have-changed'], name).toContain(told.get(name))
})

test('a connection lost in the middle of tasks: each that was sent has an event, and was changed or may have been', async () => {
  await cutAt('/srv/m/150')
  const play = await shop.play(many(400))
  const told = new Map(tasks(play).map(({ diff, status, outcome }) => [diff[0]?.path, outcome ?? status]))
  expect(told.get('/srv/m/0')).toBe('changed')
  expect(told.get('/srv/m/199')).toMatch(/^(changed|may-have-changed|unknown)$/)
  for (const name of await files())
    expect(told.get(`/srv/m/${name}`), name).toMatch(/^(changed|may-have-changed|unknown)$/)
  expect(summary(play, 'together1')).toMatchObject({ unreachable: 1, failed: 0 })
})
