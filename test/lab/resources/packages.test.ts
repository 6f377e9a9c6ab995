/** What dpkg and apt would refuse is known to a check: before anything is touched, in the one round trip of all reads. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { type SwkRun, summary, swk, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name: 'packages1', image: 'base' })
  shop = await workshop([host])
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

const playOf = (list: readonly string[]): string =>
  `- hosts: all\n  become: true\n  tasks:\n${list.map(one => `    - { ${one}, ignore_errors: true }\n`).join('')}`

/** The messages of a check, which changes nothing; the play gives the same ones. */
async function refusals(...list: readonly string[]): Promise<readonly string[]> {
  const [check, play] = [await shop.check(playOf(list)), await shop.play(playOf(list))]
  const found = [check, play].map(run => tasks(run).map(({ status, error }) => `${status}: ${error?.message}`))
  expect(found[0]).toEqual(found[1])
  expect(summary(play, host.name).changed).toBe(0)
  expect(summary(check, host.name).roundTrips).toBe(1)
  return found[0] ?? []
}

test('names and versions that no list has', async () => {
  expect(
    await refusals(
      'apt: { name: redis-serverr }',
      'apt: { name: [htop, "redis-server=5:1.0-1"] }',
      'apt: { name: mail-transport-agent }',
      'apt: { name: tinny, state: latest }',
    ),
  ).toEqual([
    'failed: no package `redis-serverr` in the package lists of the host',
    'failed: no version 5:1.0-1 of `redis-server` in the package lists of the host',
    expect.stringMatching(/^failed: `mail-transport-agent` is a virtual package; expected one of .*\bpostfix\b/),
    'failed: no package `tinny` in the package lists of the host',
  ])
})

test('packages that cannot be installed as the host is', async () => {
  await host.run('apt-mark hold openssl')
  const old = (await host.run("apt-cache madison openssl | awk '{ print $3 }' | tail -n 1")).stdout.trim()
  const found = await refusals('apt: { name: [exim4-daemon-light, postfix] }', `apt: { name: "openssl=${old}" }`)
  await host.run('apt-mark unhold openssl')
  expect(found).toEqual([
    expect.stringMatching(/^failed: apt cannot install exim4-daemon-light.*: .*Conflicts: /),
    'failed: openssl is held',
  ])
})

test('a dpkg that was interrupted', async () => {
  await host.run('touch /var/lib/dpkg/updates/0000')
  const found = await refusals('apt: { name: htop }', 'apt: { name: openssl, state: absent }', 'apt: { name: dash }')
  await host.run('rm /var/lib/dpkg/updates/0000')
  expect(found).toEqual([...Array(2).fill('failed: dpkg was interrupted, and apt refuses to work'), 'ok: undefined'])
})

test('an override whose group was removed', async () => {
  await host.run('groupadd goner; mkdir -p /srv/o; dpkg-statoverride --add root goner 0750 /srv/o; groupdel goner')
  const found = await refusals('apt: { name: htop }', 'apt: { name: dash }')
  await host.run('sed -i "/goner/d" /var/lib/dpkg/statoverride')
  expect(found).toEqual([
    'failed: dpkg refuses to work: its override of /srv/o names the group goner, which does not exist',
    'ok: undefined',
  ])
})

test('no space for the archives', async () => {
  await host.run('mount -t tmpfs -o size=64k none /var/cache/apt/archives')
  const found = await refusals('apt: { name: htop }')
  await host.run('umount /var/cache/apt/archives')
  expect(found).toEqual([
    expect.stringMatching(
      /^failed: no space left for the packages: \/var\/cache\/apt\/archives has 0\.1 MB, they need /,
    ),
  ])
})

test('a locked dpkg is waited for, and named by the check', async () => {
  await host.run(
    `perl -MFcntl -e 'open F, ">/var/lib/dpkg/lock-frontend"; $l = pack("ssqql", F_WRLCK, 0, 0, 0, 0); fcntl(F, F_SETLK, $l) or die; sleep 60' >/dev/null 2>&1 & sleep 1`,
  )
  const check = await shop.check(playOf(['apt: { name: htop }']))
  expect(tasks(check)[0]?.warnings).toEqual([
    expect.stringMatching(/^dpkg is locked by perl \(pid \d+\); the play waits for it/),
  ])
  await host.run('pkill -x perl')
})

test('what is left of a package goes when it is purged, and what an installation left half done when it is removed', async () => {
  const pack = (name: string, script: string) =>
    `rm -rf /srv/p; mkdir -p /srv/p/DEBIAN /srv/p/etc; echo x >/srv/p/etc/${name}.conf; echo /etc/${name}.conf >/srv/p/DEBIAN/conffiles
printf 'Package: ${name}\\nVersion: 1\\nArchitecture: all\\nMaintainer: toy <toy@example.org>\\nDescription: toy\\n' >/srv/p/DEBIAN/control
printf '#!/bin/sh\\n${script}\\n' >/srv/p/DEBIAN/postinst; chmod 755 /srv/p/DEBIAN/postinst; dpkg-deb -b /srv/p /srv/${name}.deb`
  await host.run(
    `${pack('left', 'exit 0')}; ${pack('broken', 'exit 1')}; dpkg -i /srv/left.deb; dpkg -r left; dpkg -i /srv/broken.deb`,
  )
  const playbook = playOf(['apt: { name: broken, state: absent }', 'apt: { name: left, state: absent, purge: true }'])
  const told = (run: SwkRun) => tasks(run).map(({ status }) => status)
  expect(told(await shop.check(playbook))).toEqual(['changed', 'changed'])
  const play = await shop.play(playbook)
  expect([play.code, told(play)], play.stdout).toEqual([0, ['changed', 'changed']])
  expect(told(await shop.play(playbook))).toEqual(['ok', 'ok'])
  expect((await host.run("dpkg -l left broken 2>/dev/null | grep -c '^[a-z]i\\|^iF\\|^rc  left'")).stdout.trim()).toBe(
    '0',
  )
})

test('a virtual name is there with a package that provides it', async () => {
  const playbook = playOf(['apt: { name: awk }', 'apt: { name: awk, state: absent }'])
  const found = tasks(await shop.check(playbook)).map(({ status, error }) => `${status}: ${error?.message}`)
  expect(found).toEqual(['ok: undefined', 'failed: `awk` is a virtual package; name the package to remove: mawk'])
})

test('what an earlier task may mend is not refused', async () => {
  await host.run('touch /var/lib/dpkg/updates/0000')
  const playbook = playOf(['shell: rm /var/lib/dpkg/updates/0000', 'apt: { name: htop }'])
  const check = await shop.check(playbook)
  expect(tasks(check).map(({ status }) => status)).toEqual(['changed', 'unknown'])
  expect(tasks(await shop.play(playbook)).map(({ status }) => status)).toEqual(['changed', 'changed'])
})

test('an installation that is taken back leaves packages, accounts, configuration and marks as they were', async () => {
  const look = async (): Promise<string> =>
    (
      await host.run(`dpkg -l | sed 1,5d; apt-mark showauto | sort; cat /etc/passwd /etc/group; dpkg-statoverride --list
find /etc -type f ! -name ld.so.cache ! -name '*-' -exec md5sum {} + | sort -k 2; find /etc /var/lib -type d ! -path '/var/lib/swk*' ! -path '/var/lib/apt*' | sort`)
    ).stdout
  await host.run('dpkg --configure -a; apt-mark auto openssl')
  const old = (await host.run("apt-cache madison openssl | awk '{ print $3 }' | sed -n 2p")).stdout.trim()
  const before = await look()
  const playbook = playOf([
    'apt: { name: [redis-server, prometheus-node-exporter] }',
    'lineinfile: { path: /etc/redis/redis.conf, line: "# edited" }',
    `apt: { name: "openssl=${old}" }`,
  ])
  const play = await shop.play(playbook)
  expect(summary(play, host.name)).toMatchObject({ changed: 3, failed: 0 })
  expect(await look()).not.toBe(before)
  const back = await swk('rollback', '-i', shop.inventory, '--limit', host.name, '--reporter', 'json')
  expect(back.code, back.stderr).toBe(0)
  expect((await look()).split('\n')).toEqual(before.split('\n'))
})

test('a package for all architectures comes back with its mark, and with a configuration file that both versions leave alone', async () => {
  const pack = (version: number) =>
    `printf 'Package: toyall\\nVersion: ${version}\\nArchitecture: all\\nMaintainer: toy <toy@example.org>\\nDescription: toy\\n' >/srv/all/toy/DEBIAN/control; echo /etc/toyall.conf >toy/DEBIAN/conffiles; echo of ${version} >toy/etc/toyall.conf; dpkg-deb -b toy ${version}.deb`
  await host.run(`mkdir -p /srv/all/toy/DEBIAN /srv/all/toy/etc; cd /srv/all; ${pack(1)}; ${pack(2)}
for f in *.deb; do dpkg-deb -f $f; echo "Filename: ./$f"; echo "Size: $(stat -c %s $f)"; echo "SHA256: $(sha256sum $f | cut -d' ' -f1)"; echo; done >Packages
echo 'deb [trusted=yes] file:/srv/all ./' >/etc/apt/sources.list.d/all.list; apt-get update -qq
apt-get install -qq -y toyall; apt-mark auto toyall; echo of 1 >/etc/toyall.conf`)
  expect(summary(await shop.play(playOf(['apt: { name: toyall=1, allow_downgrade: true }'])), host.name)).toMatchObject(
    {
      changed: 1,
      failed: 0,
    },
  )
  const back = await swk('rollback', '-i', shop.inventory, '--limit', host.name, '--reporter', 'json')
  expect(back.code, back.stderr).toBe(0)
  const { stdout } = await host.run('apt-mark showauto toyall; dpkg -s toyall | grep ^Version; cat /etc/toyall.conf')
  expect(stdout).toBe('toyall\nVersion: 2\nof 1\n')
  await host.run('apt-get purge -qq -y toyall; rm /etc/apt/sources.list.d/all.list')
})
