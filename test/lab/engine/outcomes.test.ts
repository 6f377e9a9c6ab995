/** A result is what happened: item by item, before or after a change, and also when the connection is lost in the middle. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { summary, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name: 'outcomes1', image: 'base' })
  shop = await workshop([host])
  await host.run(
    `printf '[Service]\\nExecStart=/bin/false\\nType=oneshot\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/halfway.service; systemctl daemon-reload`,
  )
})
beforeEach(async () => {
  await host.run('rm -rf /srv/a; mkdir /srv/a')
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

const playOf = (tasks: string): string => `- name: outcomes\n  hosts: all\n  become: true\n  tasks:\n${tasks}`
const paths = (events: ReturnType<typeof tasks>): string[] => events.flatMap(one => one.diff.map(diff => diff.path))

test('an item that is refused leaves the others to be done, in check and play', async () => {
  const playbook = playOf(`
    - { name: write, copy: { dest: "/srv/a/{{ item }}", content: x }, loop: [one, no/two, three], ignore_errors: true, register: r }
    - { name: show, debug: { msg: "{{ r.results | map(attribute='changed') | join(' ') }} {{ r.msg }}" } }`)
  for (const run of [await shop.check(playbook), await shop.play(playbook)]) {
    const [write, show] = tasks(run)
    expect(write).toMatchObject({ status: 'failed', ignored: true, outcome: 'changed' })
    expect(write?.items?.map(one => `${one.item} ${one.outcome}`)).toEqual([
      'one changed',
      'no/two failed',
      'three changed',
    ])
    expect(paths([write as never])).toEqual(['/srv/a/one', '/srv/a/three'])
    expect(show?.notes?.join()).toContain('True False True One or more items failed')
    expect(summary(run, host.name)).toMatchObject({ changed: 1, ignored: 1, failed: 0 })
  }
  expect((await host.run('ls /srv/a')).stdout).toBe('one\nthree\n')
})

test('an item that fails on the host is the only one that failed, and the changes of the others are counted', async () => {
  const run = await shop.play(
    playOf(`
    - name: write
      copy: { dest: "/srv/a/{{ item }}", content: x, validate: "/bin/sh -c 'true # %s'" }
      loop: [one, two, three]
    - name: write again
      copy: { dest: "/srv/a/{{ item }}", content: y, validate: "/bin/sh -c 'test {{ item }} != two # %s'" }
      loop: [one, two, three]`),
  )
  expect(run.code).toBe(2)
  const [, again] = tasks(run)
  expect(again).toMatchObject({ status: 'failed', outcome: 'changed' })
  expect(paths([again as never])).toEqual(['/srv/a/one', '/srv/a/three'])
  expect(again?.items?.[1]).toMatchObject({ item: 'two', outcome: 'failed' })
  expect(summary(run, host.name)).toMatchObject({ changed: 2, failed: 1 })
  expect((await host.run('cat /srv/a/*')).stdout).toBe('yyx')
})

test('a failure that changed something counts as a change, one that did not has no diff', async () => {
  const run = await shop.play(
    playOf(`
    - { name: halfway, systemd: { name: halfway, enabled: true, state: started }, ignore_errors: true }
    - { name: nothing, apt: { name: no-such-package }, ignore_errors: true }`),
    '--detailed-exitcode',
  )
  expect(tasks(run)[0]).toMatchObject({ status: 'failed', outcome: 'changed' })
  expect(tasks(run)[1]).toMatchObject({ status: 'failed', diff: [] })
  expect(tasks(run)[1]?.outcome).toBeUndefined()
  expect([run.code, summary(run, host.name).changed]).toEqual([3, 1])
})

/** Mounts something in a tree when it is removed: too late to be refused. */
const lateMount = `#!/bin/sh
case "$*" in *./half) mount -t tmpfs none /srv/a/half/m ;; *./whole) mount -t tmpfs none /srv/a/whole ;; esac
exec /bin/rm "$@"
`

test('a tree that is removed in part is changed, one of which nothing could be removed is not', async () => {
  await host.run(`mkdir -p /srv/a/half/a /srv/a/half/m /srv/a/whole; touch /srv/a/half/a/f
cat >/usr/local/sbin/rm <<'END'
${lateMount}END
chmod 755 /usr/local/sbin/rm`)
  const run = await shop.play(
    playOf(`
    - { name: half, file: { path: /srv/a/half, state: absent }, ignore_errors: true }
    - { name: whole, file: { path: /srv/a/whole, state: absent }, ignore_errors: true }`),
  )
  expect((await host.run('/bin/rm /usr/local/sbin/rm; ls /srv/a/half; umount /srv/a/half/m /srv/a/whole')).stdout).toBe(
    'm\n',
  )
  const [half, whole] = tasks(run)
  expect(half).toMatchObject({ status: 'failed', outcome: 'changed', diff: [{ path: '/srv/a/half' }] })
  expect(half?.error?.message).toContain('a part of it was removed')
  expect(whole).toMatchObject({ status: 'failed', diff: [] })
  expect(whole?.outcome).toBeUndefined()
  expect(summary(run, host.name)).toMatchObject({ changed: 1, ignored: 2 })
})

test('a change that was not made leaves nothing to take back', async () => {
  const validate = `"/bin/sh -c 'test {{ item }} != two # %s'"`
  const refused = `copy: { dest: "/srv/a/{{ item }}", content: x, validate: ${validate} }`
  const nothing = await shop.play(playOf(`    - { name: write, ${refused}, loop: [two] }`))
  expect(nothing.events.find(event => event.type === 'host:end')).toEqual({
    ...{ type: 'host:end', host: host.name, status: 'failed' },
  })
  const part = await shop.play(playOf(`    - { name: write, ${refused}, loop: [one, two, three] }`))
  expect(part.events.find(event => event.type === 'host:end')).toMatchObject({ changes: 2 })
})

const brokenPackage = `mkdir -p /srv/debs/broken/DEBIAN; cd /srv/debs
printf 'Package: broken\\nVersion: 1\\nArchitecture: all\\nMaintainer: x <x@example.org>\\nDescription: x\\n' >broken/DEBIAN/control
printf '#!/bin/sh\\nexit 1\\n' >broken/DEBIAN/postinst; chmod 755 broken/DEBIAN/postinst; dpkg-deb -b broken broken.deb >/dev/null
{ dpkg-deb -f broken.deb; echo "Filename: ./broken.deb"; echo "Size: $(stat -c %s broken.deb)"; echo "SHA256: $(sha256sum broken.deb | cut -d' ' -f1)"; } >Packages
echo 'deb [trusted=yes] file:/srv/debs ./' >/etc/apt/sources.list.d/broken.list
apt-get update -qq -o Dir::Etc::sourcelist=sources.list.d/broken.list -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=0`

test('a package whose own script fails is half installed, which is a change', async () => {
  const furnished = await host.run(brokenPackage)
  expect(furnished.code, furnished.stderr).toBe(0)
  const run = await shop.play(
    playOf(`
    - { name: broken, apt: { name: broken }, ignore_errors: true }
    - { name: unknown release, apt: { name: bc, default_release: nowhere }, ignore_errors: true }`),
  )
  expect((await host.run("dpkg -l broken | grep -o '^iF'; dpkg -P broken >&2")).stdout).toBe('iF\n')
  const [broken, nothing] = tasks(run)
  expect(broken).toMatchObject({ status: 'failed', outcome: 'changed', diff: [{ title: 'install broken' }] })
  expect(broken?.error?.message).toContain('packages were changed before apt-get failed')
  expect(nothing?.error?.message).toMatch(/^apt-get install bc: exit 100/)
  expect(nothing?.outcome).toBeUndefined()
  expect(summary(run, host.name)).toMatchObject({ changed: 1, ignored: 2 })
})

test('what was done under a condition that fails the task, or cannot be evaluated, is a change', async () => {
  const copy = (name: string): string =>
    `copy: { dest: "/srv/a/${name}", content: x }, register: r, ignore_errors: true`
  const run = await shop.play(
    playOf(`
    - { name: failed_when, ${copy('one')}, failed_when: true }
    - { name: failed_when lacks, ${copy('two')}, failed_when: r.nope == 1 }
    - { name: changed_when lacks, ${copy('three')}, changed_when: r.nope == 1 }
    - { name: until, ${copy('four')}, until: false, retries: 0 }
    - { name: until lacks, ${copy('five')}, until: r.nope == 1, retries: 0 }
    - { name: loop, ${copy('{{ item }}')}, loop: [six, no/seven], until: true, retries: 0 }
    - { name: no change, command: echo, changed_when: false, failed_when: true, ignore_errors: true }`),
  )
  expect((await host.run('ls /srv/a')).stdout.split('\n').sort().join(' ').trim()).toBe('five four one six three two')
  const all = tasks(run)
  expect(all.map(({ status }) => status)).toEqual(all.map(() => 'failed'))
  expect(all.map(({ task, outcome }) => `${task}: ${outcome}`)).toEqual([
    ...['failed_when: changed', 'failed_when lacks: changed', 'changed_when lacks: changed'],
    ...['until: changed', 'until lacks: changed', 'loop: changed', 'no change: undefined'],
  ])
  expect(summary(run, host.name)).toMatchObject({ changed: 6, ignored: 7 })
})

test('output that is too large to be registered is said to be, and decides no condition', async () => {
  const large = 'shell: "head -c 2200000 /dev/zero", register: r, ignore_errors: true'
  const run = await shop.play(
    playOf(`
    - { name: large, shell: "head -c 1200000 /dev/zero | tr '\\\\0' x; echo; echo end", register: r }
    - { name: on it, debug: { msg: here }, when: "'end' in r.stdout", ignore_errors: true }
    - { name: on its status, debug: { msg: here }, when: r.rc == 0 }
    - { name: failed_when, ${large}, failed_when: "'end' in r.stdout" }
    - { name: changed_when, ${large}, changed_when: "'end' in r.stdout", loop: [one] }
    - { name: until, ${large}, until: "'end' in r.stdout", retries: 0 }`),
  )
  const [first, on, status, ...conditions] = tasks(run)
  expect(first).toMatchObject({ status: 'changed' })
  expect(run.stdout).toContain('the output is larger than 1 MiB; it is not registered')
  expect([on?.status, status?.status]).toEqual(['failed', 'ok'])
  expect(conditions.map(({ error }) => error?.message)).toEqual(
    conditions.map(
      () => "'dict object' has no attribute 'stdout'\nthe output is larger than 1 MiB; it is not registered",
    ),
  )
  expect(conditions).toHaveLength(3)
})

test('a connection that is lost during a step: the task says so, and what it may have changed', async () => {
  const { ended } = shop.start(
    playOf(`
    - { name: before, copy: { dest: /srv/a/before, content: x } }
    - { name: slow, shell: "touch /srv/a/{{ item }}; sleep 3; : {{ item }}", loop: [one, two, three] }`),
  )
  while ((await host.run('test -e /srv/a/two')).code !== 0) await sleep(100)
  await host.run(
    "for p in $(pgrep -f '^sshd: root'); do [ $p = $PPID ] || tr '\\0' ' ' </proc/$p/cmdline | grep -q notty && kill -9 $p; done; :",
  )
  const run = await ended
  expect(run.code).toBe(4)
  const [before, slow, ...more] = tasks(run)
  expect(before).toMatchObject({ task: 'before', status: 'changed' })
  expect(slow).toMatchObject({ task: 'slow', status: 'unreachable', outcome: 'changed' })
  expect(slow?.items?.map(one => one.outcome)).toEqual(['changed', 'may-have-changed', 'may-have-changed'])
  expect(more).toEqual([])
  expect(run.events.filter(one => one.type === 'task:start')).toHaveLength(2)
  expect(summary(run, host.name)).toMatchObject({ changed: 2, unreachable: 1 })
})
