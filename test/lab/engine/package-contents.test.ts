/** A check reads what packages would bring, and leaves no trace of it: later tasks are predicted as the play makes them. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fingerprint, type LabHost, up } from '../../../src/lab/index.ts'
import { packages } from '../../laws/generator/packages.ts'
import { type SwkRun, summary, swk, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

let host: LabHost
let shop: Workshop
const name = 'contents1'
beforeAll(async () => {
  host = await up({ name, image: 'base' })
  shop = await workshop([host])
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

const playOf = (list: string, vars = ''): string =>
  `- hosts: all\n  become: true\n${vars}  tasks:\n${list.trim().replace(/^/gm, '    ')}\n`
const statuses = (run: SwkRun) => tasks(run).map(({ task, status }) => `${task}: ${status}`)
const diffs = (run: SwkRun) => tasks(run).map(({ diff }) => diff)

const redis = `
- name: install
  apt: { name: [redis-server] }
- name: edit
  lineinfile: { path: /etc/redis/redis.conf, regexp: "^timeout ", line: "timeout 60" }
- name: owner
  file: { path: /etc/redis/redis.conf, owner: redis, group: redis, mode: "0640" }
- name: member
  user-group: { name: redis, members: [admin] }
- name: running
  systemd: { name: redis-server, state: started, enabled: true, restarts_on: [/etc/redis/redis.conf] }
- name: program
  file: { path: /usr/bin/redis-cli, mode: "0755" }
- name: own file
  copy: { dest: /etc/redis/own.conf, content: x }
- name: elsewhere
  copy: { dest: /etc/elsewhere, content: x }
- name: made by the service
  copy: { dest: /run/redis/own, content: x }`

test('without leave to fetch archives, what packages may bring is unknown', async () => {
  const check = await shop.check(playOf(redis, '  vars: { swk_archive_megabytes: 0 }\n'))
  expect(statuses(check).filter(one => one.endsWith('unknown')).length).toBeGreaterThan(5)
  expect(summary(check, name).roundTrips).toBe(1)
})

test('where archives cannot be had, it is unknown too, and the check goes on', async () => {
  await host.run(
    'mkdir -p /etc/apt/apt.conf.d; echo \'Acquire::http::Proxy "http://127.0.0.1:9";\' >/etc/apt/apt.conf.d/99broken',
  )
  const check = await shop.check(playOf(redis))
  await host.run('rm /etc/apt/apt.conf.d/99broken')
  expect(check.code, check.stdout).toBe(0)
  expect(statuses(check)).toContain('edit: unknown')
})

test('the contents, users and units of packages are predicted, and a saved plan of them is applied', async () => {
  // The archives lay in /var/tmp meanwhile, which shows in its time.
  const except = ['/tmp', '/var/tmp']
  const before = await fingerprint(host, { except })
  const plan = join(shop.folder, 'saved.plan')
  const check = await shop.check(playOf(redis), '--plan', plan)
  expect(await fingerprint(host, { except })).toEqual(before)
  expect((await host.run('ls /var/tmp /var/cache/apt/archives')).stdout).not.toMatch(/swk|\.deb/)
  expect(summary(check, name).roundTrips).toBe(2)
  const play = await swk('play', '--plan', plan, '--reporter', 'json')
  expect(play.code, play.stderr).toBe(0)
  const known = (run: SwkRun) => statuses(run).slice(0, -1)
  expect(known(check)).toEqual(known(play))
  expect(known(check)).toEqual([
    ...['install: changed', 'edit: changed', 'owner: ok', 'member: changed', 'running: changed', 'program: ok'],
    ...['own file: changed', 'elsewhere: changed'],
  ])
  expect(JSON.stringify(diffs(check).slice(0, -1)) === JSON.stringify(diffs(play).slice(0, -1))).toBe(true)
  expect(tasks(check)[1]?.diff[0]?.before).toContain('port 6379')
  // What the service writes is no part of the package.
  expect(statuses(check).at(-1)).toBe('made by the service: unknown')
})

test('a rollback removes the packages, and restarts none of their units', async () => {
  const run = await swk('rollback', '-i', shop.inventory, '--limit', name, '--reporter', 'json')
  expect(run.code, run.stdout.slice(-2000)).toBe(0)
  expect((await host.run('dpkg -l redis-server redis-tools; ls -d /etc/redis; getent passwd redis')).stdout).toBe('')
})

test('what comes and goes with other packages, and which version, is predicted', async () => {
  const furnished = await host.run(`{ ${packages.furnish}\n}`)
  expect(furnished.code, furnished.stderr).toBe(0)
  const check = await checkAndPlay(`
- name: install
  apt: { name: toy-needs }
- name: what it needs is there
  apt: { name: [toy-plain] }
- name: in this version
  apt: { name: toy-plain=2.0 }
- name: replace
  apt: { name: toy-plain=1.0 }`)
  expect(statuses(check)).toEqual([
    'install: changed',
    'what it needs is there: ok',
    'in this version: ok',
    'replace: changed',
  ])
  // dpkg stops no process of a package without scripts.
  await host.run(
    'apt-get install -qq -y toy-serves; systemctl start toy-serves; dpkg -P toy-serves; systemctl daemon-reload',
  )
  const again = await shop.check(
    playOf(`
- name: install
  apt: { name: toy-serves }
- name: stop
  systemd: { name: toy-serves, state: stopped }`),
  )
  expect(statuses(again)).toEqual(['install: changed', 'stop: unknown'])
  await host.run('systemctl stop toy-serves; apt-get purge -qq -y toy-plain toy-needs')
  const chosen = await checkAndPlay(`
- name: choose
  apt: { name: toy-plain=1.0 }
- name: what needs it
  apt: { name: toy-needs }
- name: is content with it
  copy: { dest: /etc/toy.conf, content: "of 2.0\\n" }`)
  expect(statuses(chosen)).toEqual(['choose: changed', 'what needs it: changed', 'is content with it: changed'])
  await host.run('apt-get purge -qq -y toy-plain toy-needs; apt-get install -qq -y toy-needs toy-plain=1.0')
  const gone = await checkAndPlay(`
- name: remove
  apt: { name: toy-plain, state: absent }
- name: what needs it is gone
  apt: { name: toy-needs, state: absent }
- name: its files too
  file: { path: /usr/share/toy/plain, state: absent }
- name: configuration stays
  copy: { dest: /etc/toy.conf, content: "of 1.0\\n" }`)
  expect(statuses(gone)).toEqual([
    'remove: changed',
    'what needs it is gone: ok',
    'its files too: ok',
    'configuration stays: ok',
  ])
  // Whatever the version that comes is called, it brings other files.
  await host.run('apt-get install -qq -y --allow-downgrades toy-plain=1.0')
  for (const wanted of [
    '{ name: toy-plain, state: latest }',
    '{ name: "toy-plain=2.*" }',
    '{ name: [toy-plain, toy-serves], state: latest }',
  ]) {
    const newer = await shop.check(
      playOf(`
- name: newer
  apt: ${wanted}
- name: configuration
  lineinfile: { path: /etc/toy.conf, line: "more" }`),
    )
    expect(statuses(newer), wanted).toEqual(['newer: changed', 'configuration: unknown'])
  }
  await host.run('apt-get remove -qq -y toy-plain')
  // dpkg replaces what it left of a package, where it is as the package brought it.
  const back = await shop.check(
    playOf(`
- name: again
  apt: { name: toy-plain=2.0 }
- name: configuration is replaced
  lineinfile: { path: /etc/toy.conf, line: "more" }`),
  )
  expect(statuses(back)).toEqual(['again: changed', 'configuration is replaced: unknown'])
})

/** The check, whose statuses and diffs are the play's. */
async function checkAndPlay(list: string): Promise<SwkRun> {
  const check = await shop.check(playOf(list))
  const play = await shop.play(playOf(list))
  expect(play.code, play.stdout).toBe(0)
  expect(statuses(check)).toEqual(statuses(play))
  expect(diffs(check)).toEqual(diffs(play))
  return check
}
