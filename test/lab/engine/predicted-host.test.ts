/** Check equals play where tasks build on each other: names of one file, turned links, new users, removals, commands. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { type SwkRun, summary, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name: 'predicted1', image: 'base' })
  shop = await workshop([host])
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

const statuses = (run: SwkRun) => tasks(run).map(({ task, status }) => `${task}: ${status}`)
const diffs = (run: SwkRun) => tasks(run).map(({ diff }) => diff)

/** Check, play, and a second play that changes nothing. Each list of tasks is a play. Returns the check. */
async function playAsChecked(...lists: readonly string[]): Promise<SwkRun> {
  const playbook = lists
    .map(list => `- hosts: all\n  become: true\n  tasks:\n${list.trim().replace(/^/gm, '    ')}\n`)
    .join('')
  const check = await shop.check(playbook)
  const play = await shop.play(playbook)
  expect(play.code, play.stdout).toBe(0)
  expect(statuses(check)).toEqual(statuses(play))
  expect(diffs(check)).toEqual(diffs(play))
  expect(summary(await shop.play(playbook), 'predicted1').changed).toBe(0)
  return check
}

test('a new user has a group of the same name and a home for later tasks', async () => {
  await playAsChecked(`
- name: create the user
  user: { name: d1 }
- name: use the home
  copy: { dest: /home/d1/x, content: "x", owner: d1, group: d1, mode: "0600" }
- name: create a directory for the user
  file: { path: /srv/d1, state: directory, owner: d1, group: d1, mode: "0750" }
- name: let the user in
  authorized_key: { user: d1, key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB d1" }`)
})

test('a play begins with what the plays before it leave', async () => {
  await host.run('mkdir -p /srv/old; echo kept >/srv/old/file')
  await playAsChecked(
    `
- name: create the user
  user: { name: between }
- name: create a directory
  file: { path: /srv/between, state: directory, owner: between, mode: "0750" }
- name: write a file
  copy: { dest: /srv/between/conf, content: "a=1\\n", force: false }
- name: remove a directory
  file: { path: /srv/old, state: absent }`,
    `
- name: edit the file
  lineinfile: { path: /srv/between/conf, regexp: "^a=", line: a=2 }
- name: the group is there
  file: { path: /srv/between/conf, group: between }
- name: use the home
  copy: { dest: /home/between/x, content: x, owner: between }
- name: what lay in it is gone
  file: { path: /srv/old/file, state: absent }`,
    `
- name: edit it again
  lineinfile: { path: /srv/between/conf, line: b=1 }`,
  )
})

test('two names of one file are one file', async () => {
  await host.run('mkdir -p /etc/sites/{a,e}; echo one >/etc/sites/a/x; ln -s ../a/x /etc/sites/e/x')
  const check = await playAsChecked(`
- name: edit the file
  lineinfile: { path: /etc/sites/a/x, line: two }
- name: edit it by its link
  lineinfile: { path: /etc/sites/e/x, line: three }`)
  expect(tasks(check)[1]?.diff[0]?.before).toBe('one\ntwo\n')
})

test('a command leaves unknown what its words name, and nothing else', async () => {
  const check = await shop.check(`- hosts: all
  become: true
  tasks:
    - name: run
      shell: echo by hand >/srv/named
    - name: named
      copy: { dest: /srv/named, content: "mine" }
    - name: not named
      copy: { dest: /srv/other, content: "mine" }
`)
  expect(statuses(check)).toEqual(['run: changed', 'named: unknown', 'not named: changed'])
})

test('what lies behind a turned link is what the new target holds', async () => {
  await host.run(
    'mkdir -p /opt/app/v1 /opt/app/v2; echo 1 >/opt/app/v1/conf; echo 2 >/opt/app/v2/conf; ln -sfn v1 /opt/app/current',
  )
  const check = await playAsChecked(`
- name: turn
  file: { path: /opt/app/current, src: v2, state: link }
- name: write
  copy: { dest: /opt/app/current/conf, content: "1\\n" }
- name: remove what it pointed to
  file: { path: /opt/app/v1, state: absent }
- name: link to the link
  file: { path: /opt/app/latest, src: current/conf, state: link }
- name: write by another name
  copy: { dest: /opt/app/latest, content: "1\\n" }`)
  expect(tasks(check)[1]?.diff[0]).toMatchObject({ path: '/opt/app/v2/conf', before: '2\n', after: '1\n' })
})

test('a name through a linked directory is the same name for what is created and removed', async () => {
  await playAsChecked(`
- name: create
  file: { path: /run/d, state: directory }
- name: write by the other name
  copy: { dest: /var/run/d/f, content: "x\\n" }
- name: edit
  lineinfile: { path: /run/d/f, line: x }
- name: see both
  file: { path: /var/run/d, state: directory, mode: "0700" }
- name: restrict
  file: { path: /run/d, mode: "0700" }`)
})

test('a removed directory is empty when it is created again', async () => {
  await host.run('mkdir -p /srv/again/deep; echo old >/srv/again/deep/f; ln -sfn again /srv/name')
  const playbook = `- hosts: all
  become: true
  tasks:
    - file: { path: /srv/name/deep, state: absent }
    - file: { path: /srv/again/deep, state: directory }
    - copy: { dest: /srv/name/deep/f, content: "new" }
    - lineinfile: { path: /srv/again/deep/g, line: x, create: true }
`
  const check = await shop.check(playbook)
  const play = await shop.play(playbook)
  expect(play.code, play.stdout).toBe(0)
  expect(diffs(check)).toEqual(diffs(play))
  expect(tasks(check)[2]?.diff[0]?.before).toBeNull()
})

test('50 changed files cost no more than 60 kB', async () => {
  const playbook = (text: string) =>
    `- hosts: all\n  become: true\n  tasks:\n${Array.from({ length: 50 }, (_, i) => `    - copy: { dest: /srv/f${i}, content: "${text} ${i}\\n" }\n`).join('')}`
  const first = await shop.play(playbook('first'))
  expect(first.code, first.stdout).toBe(0)
  const { changed, bytesUp } = summary(await shop.play(playbook('second')), 'predicted1')
  expect(changed).toBe(50)
  expect(bytesUp).toBeLessThan(60_000)
})

/** Before: both the check and the play refused the copy (no source) and the start (no unit). */
test('what an archive holds is there for later tasks, a unit as well', async () => {
  await host.run(`mkdir /srv/packed; printf '[Service]\\nExecStart=/bin/sleep 1000\\n' >/srv/packed/unpacked.service
tar -C /srv/packed -czf /srv/packed.tar.gz .; mkdir -p /srv/unpacked`)
  const playbook = `- hosts: all
  become: true
  tasks:
    - { name: unpack, unarchive: { src: /srv/packed.tar.gz, dest: /srv/unpacked, remote_src: true } }
    - { name: copy, copy: { src: /srv/unpacked/unpacked.service, dest: /etc/systemd/system/, remote_src: true } }
    - { name: start, systemd: { name: unpacked, state: started, daemon_reload: true } }
`
  expect(statuses(await shop.check(playbook))).toEqual(['unpack: changed', 'copy: unknown', 'start: unknown'])
  const play = await shop.play(playbook)
  expect(statuses(play), play.stdout).toEqual(['unpack: changed', 'copy: changed', 'start: changed'])
  expect(summary(await shop.play(playbook), 'predicted1').changed).toBe(0)
})

test('what lies in memory is unknown behind a reboot', async () => {
  await host.run('mkdir -p /srv/memory; mount -t tmpfs own /srv/memory; echo one >/srv/memory/x')
  const check = await shop.check(`
- hosts: all
  become: true
  tasks:
    - { name: restart, reboot: {} }
    - { name: in memory, file: { path: /srv/memory/x, state: absent } }
    - { name: on disk, file: { path: /srv/none, state: absent } }
`)
  await host.run('umount /srv/memory')
  expect(statuses(check)).toEqual(['restart: changed', 'in memory: unknown', 'on disk: ok'])
})

test('a conditional task reads the content that an earlier task did not need', async () => {
  await host.run('echo old >/srv/conditional; chmod 600 /srv/conditional')
  const check = await shop.check(`
- hosts: all
  become: true
  tasks:
    - { name: mode, file: { path: /srv/conditional, mode: "0644" } }
    - { name: run, command: "true", register: r }
    - { name: write, copy: { dest: /srv/conditional, content: "new\\n" }, when: r is changed }
`)
  expect(diffs(check).at(-1)).toMatchObject([{ path: '/srv/conditional', before: 'old\n', after: 'new\n' }])
})

test('a refusal after a task that fails by failed_when is not certain', async () => {
  const check = await shop.check(`
- hosts: all
  become: true
  tasks:
    - { name: run, command: mkdir /srv/late, failed_when: true, ignore_errors: true }
    - { name: write, copy: { dest: /srv/missing/x, content: x } }
`)
  expect(statuses(check)).toEqual(['run: failed', 'write: unknown'])
})

test('how a command ends is known before the rest of its result, where the play goes on only if it succeeds', async () => {
  const playbook = `
- hosts: all
  tasks:
    - { name: run, command: "true", register: r }
    - { name: changed, debug: { msg: a }, when: r is changed }
    - { name: not changed, debug: { msg: a }, when: not r.changed }
    - { name: failed, debug: { msg: a }, when: r is failed }
    - { assert: { that: [r is changed, r is success] }, name: asserted }
    - { name: output, debug: { msg: a }, when: r.stdout == '' }
    - { name: lenient, command: "true", register: l, ignore_errors: true }
    - { name: lenient changed, debug: { msg: a }, when: l is changed }
    - block: [{ name: inner, command: "true", register: i }]
      rescue: [{ name: rescue, debug: { msg: a } }]
    - { name: inner failed, debug: { msg: a }, when: i is failed }
`
  const of = (run: SwkRun) => Object.fromEntries(tasks(run).map(({ task, status }) => [task, status]))
  const ended = { changed: 'ok', 'not changed': 'skipped', failed: 'skipped', asserted: 'ok' }
  const open = ['output', 'lenient changed', 'inner failed']
  const check = of(await shop.check(playbook))
  expect(check).toMatchObject({ ...ended, ...Object.fromEntries(open.map(name => [name, 'unknown'])) })
  expect(of(await shop.play(playbook))).toMatchObject({ ...ended, output: 'ok', 'lenient changed': 'ok' })
})

/** Before: the commands were said to run, and the play skipped them. */
test('what a task is about whose arguments wait is unknown to those after it', async () => {
  await host.run('rm -rf /srv/waits*')
  const playbook = `
- hosts: all
  become: true
  tasks:
    - { name: said, shell: "echo one", register: r }
    - { name: write, copy: { dest: /srv/waits, content: "{{ r.stdout }}" } }
    - { name: marker, command: "true", args: { creates: /srv/waits } }
    - { name: touch, shell: "touch /srv/waits.{a,b}; echo {{ r.stdout }} >/srv/waits.c" }
    - { name: third, command: "true", args: { creates: /srv/waits.c } }
    - { name: other, command: "true", args: { creates: /srv/waits.none } }
`
  const of = (run: SwkRun) => Object.fromEntries(tasks(run).map(({ task, status }) => [task, status]))
  const known = { said: 'changed', other: 'changed' }
  const open = ['write', 'marker', 'touch', 'third']
  expect(of(await shop.check(playbook))).toEqual({ ...known, ...Object.fromEntries(open.map(one => [one, 'unknown'])) })
  expect(of(await shop.play(playbook))).toEqual({
    ...{ ...known, write: 'changed', touch: 'changed' },
    ...{ marker: 'ok', third: 'ok' },
  })
})

/** Before: what lies behind a link of somebody else was taken for there, so that the command ran each time. */
test('a marker is found behind links that swk does not follow', async () => {
  await host.run(
    'mkdir -p /srv/theirs/real; touch /srv/theirs/real/there; ln -s real /srv/theirs/link; chown -h admin /srv/theirs/link',
  )
  const playbook = `- hosts: all
  become: true
  tasks:
    - { name: gone, command: rm -rf /srv/theirs/link/gone, args: { removes: /srv/theirs/link/gone } }
    - { name: made, command: touch /srv/theirs/link/there, args: { creates: /srv/theirs/link/there } }
    - { name: new, command: touch /srv/theirs/link/new, args: { creates: /srv/theirs/link/new } }
`
  for (const run of [await shop.check(playbook), await shop.play(playbook)])
    expect(statuses(run)).toEqual(['gone: ok', 'made: ok', 'new: changed'])
  expect(summary(await shop.play(playbook), 'predicted1').changed).toBe(0)
})
