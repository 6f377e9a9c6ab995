/** What cannot work is refused by a check, at once and by name; one bad resource fails its task, not the host. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { summary, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name: 'forbidden1', image: 'base' })
  shop = await workshop([host])
})
afterAll(async () => {
  await host?.run('chattr -ia /srv/immutable /srv/appended /srv/closed /srv/tree/a/b/fixed')
  shop?.remove()
  await host?.stop()
})

const playOf = (list: readonly string[]): string =>
  `- name: forbidden\n  hosts: all\n  become: true\n  tasks:\n${list.map(one => `    - { ${one}, ignore_errors: true }\n`).join('')}`

/** The messages of a check, which are those of the play. */
async function refusals(...list: readonly string[]): Promise<readonly (string | undefined)[]> {
  const [check, play] = [await shop.check(playOf(list)), await shop.play(playOf(list))]
  const found = [check, play].map(run => tasks(run).map(({ status, error }) => `${status}: ${error?.message}`))
  expect(found[0]).toEqual(found[1])
  expect(summary(play, host.name).changed).toBe(0)
  return tasks(check).map(({ error }) => error?.message)
}

test('targets that are held', async () => {
  await host.run(
    `cd /srv; touch immutable appended one; ln one two; mkdir closed; chattr +i immutable closed; chattr +a appended
mkdir mounted; mount -t tmpfs -o ro none mounted
mkdir -p tree/a/b around/in; touch free tree/a/b/fixed; chattr +i tree/a/b/fixed; mount -t tmpfs none around/in`,
  )
  const found = await refusals(
    'copy: { dest: /srv/one, content: x }',
    'copy: { dest: /srv/immutable, content: x }',
    'file: { path: /srv/immutable, mode: "0600" }',
    'file: { path: /srv/immutable, state: absent }',
    'file: { path: /srv/appended, owner: daemon }',
    'file: { path: /srv/closed/x, state: directory }',
    'file: { path: /srv/mounted/x, src: /etc, state: link }',
    'file: { path: /srv/mounted, state: absent }',
    'file: { path: /srv/none/x, src: /etc, state: link }',
    'file: { path: /srv/immutable, state: touch }',
    'file: { path: /srv/immutable, modification_time: "202001010000.00" }',
    'file: { path: /srv/mounted, state: touch }',
    'file: { path: /srv/x, src: /srv/immutable, state: hard }',
    'file: { path: /srv/closed/x, src: /srv/free, state: hard }',
    'file: { path: /srv/none/x, src: /srv/free, state: hard }',
    'file: { path: /srv/tree, state: absent }',
    'file: { path: /srv/tree, state: directory, recurse: true, owner: daemon }',
    'file: { path: /srv/around, state: absent }',
    'copy: { dest: /proc/x, content: x }',
  )
  expect(found).toEqual([
    '/srv/one has 2 hard links; replacing the file would separate it from the other names',
    ...Array(3).fill('/srv/immutable is immutable (chattr); root cannot change it either'),
    '/srv/appended is append-only (chattr); root cannot change it either',
    '/srv/closed is immutable (chattr); root cannot change it either',
    ...Array(2).fill('/srv/mounted is on a file system that is mounted read-only'),
    'the directory /srv/none does not exist',
    ...Array(2).fill('/srv/immutable is immutable (chattr); root cannot change it either'),
    '/srv/mounted is on a file system that is mounted read-only',
    '/srv/immutable is immutable (chattr); root cannot change it either',
    '/srv/closed is immutable (chattr); root cannot change it either',
    'the directory /srv/none does not exist',
    ...Array(2).fill('/srv/tree/a/b/fixed is immutable (chattr); root cannot change it either'),
    '/srv/around/in is a mount point; it can be neither replaced nor removed',
    '/proc is in a file system of the kernel, where no file is created, replaced or removed',
  ])
  expect((await host.run('stat -c %U /srv/tree')).stdout).toBe('root\n')
})

test('names and fields that no account can have', async () => {
  const long = 'aaaaaaaaaabbbbbbbbbbccccccccccddd'
  expect(
    await refusals(
      'user: { name: "two words" }',
      'user: { name: "-x" }',
      'group: { name: "a:b" }',
      `user: { name: ${long} }`,
      `group: { name: ${long} }`,
      'user: { name: "1234" }',
      'group: { name: "0", gid: 4321 }',
      'user: { name: one, comment: "a:b" }',
      'user: { name: daemon, home: "/a:b", create_home: false }',
    ),
  ).toEqual([
    '"two words" is not a valid name of a user',
    '"-x" is not a valid name of a user',
    '"a:b" is not a valid name of a group',
    `${long} is too long for the name of a user: 33 bytes; at most 32 are allowed`,
    `${long} is too long for the name of a group: 33 bytes; at most 32 are allowed`,
    '"1234" is not a name of a user, but a number: the host finds no user by it',
    '"0" is not a name of a group, but a number: the host finds no group by it',
    'the comment "a:b" of one has a colon or a control character in it',
    'the home "/a:b" of daemon has a colon or a control character in it',
  ])
})

test('a file of 60 GB fails its own task in no time, and may be replaced', async () => {
  await host.run('truncate -s 60G /srv/huge')
  const run = await shop.check(
    playOf([
      'lineinfile: { path: /srv/huge, line: x }',
      'copy: { dest: /srv/huge, content: x }',
      'file: { path: /srv/huge, mode: "0600" }',
    ]),
  )
  expect(tasks(run).map(one => one.status)).toEqual(['failed', 'changed', 'changed'])
  await host.run('rm /srv/huge')
})

test('more text than one answer holds is read in several', async () => {
  await host.run('for i in 1 2 3 4 5; do yes | head -c 800000 >/srv/text$i; done')
  const playbook = playOf(['lineinfile: { path: "/srv/text{{ item }}", line: end }, loop: [1, 2, 3, 4, 5]'])
  expect(tasks(await shop.play(playbook)).map(one => one.status)).toEqual(['changed'])
  expect(tasks(await shop.play(playbook)).map(one => one.status)).toEqual(['ok'])
})

test('a new directory in a setgid directory is as mkdir makes it', async () => {
  await host.run('mkdir /srv/shared; chgrp daemon /srv/shared; chmod 2775 /srv/shared')
  const playbook = playOf([
    'file: { path: /srv/shared/a/b, state: directory }',
    'file: { path: /srv/shared/c, state: directory, mode: "0750" }',
  ])
  expect(tasks(await shop.play(playbook)).map(one => one.status)).toEqual(['changed', 'changed'])
  expect((await host.run('cd /srv/shared; stat -c "%n %a %G" a a/b c')).stdout).toBe(
    'a 2755 daemon\na/b 2755 daemon\nc 750 daemon\n',
  )
  expect(summary(await shop.play(playbook), host.name).changed).toBe(0)
})
