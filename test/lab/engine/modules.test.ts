/** Modules that work together, or on files of the project, in playbooks on a real host. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { type SwkRun, summary, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

const name = 'mods1'
let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name, image: 'base' })
  shop = await workshop([host], { user: 'admin' })
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

const head = '- hosts: all\n  become: true\n  gather_facts: false\n  tasks:\n'
const statuses = (run: SwkRun) => tasks(run).map(({ status }) => status)
const out = async (script: string) => (await host.run(script)).stdout

test('a script of the project runs with its own interpreter and arguments, and leaves nothing', async () => {
  shop.file('files/s.pl', '#!/usr/bin/perl\nprint "$_\\n" for @ARGV; exit 3')
  const run = await shop.play(`${head}
    - script: { cmd: s.pl one "two three", chdir: /srv }
      register: r
      failed_when: r.rc != 3
    - script: { cmd: s.pl, creates: /etc/passwd }
      register: again
    - raw: 'echo "$((1 + 1))"'
      register: raw
    - assert: { that: ["r.stdout_lines == ['one', 'two three']", again is not changed, raw.stdout == '2'] }
`)
  expect(run.code, run.stdout).toBe(0)
  expect(await out('ls -d /tmp/tmp.* 2>/dev/null || true')).toBe('')
})

test('files are found, fetched, and put together', async () => {
  await host.run(
    'mkdir -p /srv/parts/.git; printf a >/srv/parts/1; printf "b\\n" >/srv/parts/2; touch -d "3 days ago" /srv/parts/2',
  )
  const text = `${head}
    - find: { paths: /srv/parts, file_type: any, get_checksum: true }
      register: all
    - find: { paths: [/srv/parts, /none], age: 2d, patterns: '[0-9]', size: 1 }
      register: old
    - assert:
        that:
          - all.matched == 2 and all.examined == 3
          - all.files[0].checksum == '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'
          - old.files | map(attribute='path') | list == ['/srv/parts/2']
          - "'/none' in old.skipped_paths"
    - assemble: { src: /srv/parts, dest: /srv/whole, delimiter: '---' }
      register: whole
    - assert: { that: ["whole.checksum | length == 40", "whole.msg == 'OK'"] }
    - fetch: { src: /srv/parts/1, dest: got }
    - fetch: { src: /srv/none, dest: got, fail_on_missing: false }
`
  const check = await shop.check(text)
  expect(statuses(check)).toEqual(['ok', 'ok', 'ok', 'changed', 'ok', 'changed', 'ok'])
  expect(existsSync(join(shop.folder, 'got'))).toBe(false)
  const first = await shop.play(text)
  expect(first.code, first.stdout).toBe(0)
  expect(readFileSync(join(shop.folder, `got/${name}/srv/parts/1`), 'utf8')).toBe('a')
  expect(await out('cat /srv/whole')).toBe('a\n---\nb\n')
  const again = await shop.play(text)
  expect(new Set(statuses(again))).toEqual(new Set(['ok']))
  expect(summary(again, name).roundTrips).toBe(1)
})

test('files are found by what Ansible looks at', async () => {
  await host.run(
    String.raw`mkdir -p /srv/found/a/b; cd /srv/found; printf 'no\nyes\n' >lines; printf '\xff\n' >a/bytes; touch a/b/deep; chmod 640 lines`,
  )
  const text = `${head}
    - find: { paths: /srv/found, mode: "u=rw,g=r", patterns: lines }
      register: mode
    - find: { paths: /srv/found, contains: "no$", read_whole_file: true, patterns: lines }
      register: whole
    - find: { paths: [/srv/found, /srv/found/a], contains: x }
      register: bytes
    - find: { paths: /srv/found, recurse: true, depth: 1 }
      register: depth
    - assert:
        that:
          - mode.matched == 1
          - whole.matched == 0
          - bytes.skipped_paths.keys() | list == ['/srv/found/a']
          - "'encoding error' in bytes.skipped_paths['/srv/found/a']"
          - depth.matched == 1 and depth.examined == 4
`
  const run = await shop.play(text)
  expect(run.code, run.stdout).toBe(0)
})

test('files that are removed and made again have their times and owners', async () => {
  await host.run('install -d /srv/again; echo 1 >~admin/one')
  const text = `${head}
    - file: { path: /srv/again, state: absent }
    - file: { path: /srv/again, state: directory }
    - file: { path: /srv/again/old, state: touch, modification_time: "202001011200.0" }
    - file: { path: /srv/again, recurse: true, owner: daemon }
    - copy: { dest: /srv/again/new, content: x, owner: root }
    - file: { path: /srv/again, recurse: true, owner: daemon, mode: "u=rwX,go=" }
    - file: { src: one, dest: two, state: hard }
`
  for (const _ of [1, 2]) {
    const run = await shop.play(text)
    expect(run.code, run.stdout).toBe(0)
    expect(await out("cd /srv/again; find . -printf '%f %u %m\\n' | sort; stat -c %y old")).toMatch(
      /^. daemon 700\nnew daemon 600\nold daemon 600\n2020-01-01 12:00:00/,
    )
  }
  expect(await out('stat -c %h ~admin/two')).toBe('2\n')
})

test('directories of the project and of the host are copied', async () => {
  shop.file('files/site/index.html', 'hello\n')
  shop.file('files/site/sub/page', 'x')
  await host.run('mkdir -p /srv/from/d; echo a >/srv/from/d/a; echo b >/srv/from/b; chmod 600 /srv/from/b')
  const text = `${head}
    - copy: { src: site/, dest: /srv/www, mode: "0640", directory_mode: "0750", owner: admin }
    - copy: { src: site, dest: /srv/as-named }
    - copy: { src: /srv/from/, dest: /srv/to, remote_src: true }
    - copy: { src: /srv/from/b, dest: /srv/one, remote_src: true, owner: admin }
`
  const check = await shop.check(text)
  expect(statuses(check)).toEqual(['changed', 'changed', 'changed', 'changed'])
  const first = await shop.play(text)
  expect(first.code, first.stdout).toBe(0)
  expect(statuses(first)).toEqual(statuses(check))
  expect(
    await out(
      'stat -c "%a %U %n" /srv/www /srv/www/sub /srv/www/sub/page; cat /srv/as-named/site/index.html /srv/to/d/a; stat -c "%a %U" /srv/one',
    ),
  ).toBe('750 admin /srv/www\n750 admin /srv/www/sub\n640 admin /srv/www/sub/page\nhello\na\n600 admin\n')
  const again = await shop.play(text)
  expect(new Set(statuses(again))).toEqual(new Set(['ok']))
  expect(summary(again, name).roundTrips).toBe(1)
})

test('a directory is copied into itself by none of its names', async () => {
  await host.run('mkdir -p /srv/itself/deep; ln -s itself /srv/other-name')
  const text = `${head}
    - copy: { src: /srv/other-name, dest: /srv/itself/deep, remote_src: true }
`
  for (const run of [await shop.check(text), await shop.play(text)])
    expect(tasks(run)[0]?.error?.message).toBe(
      '/srv/itself/deep/other-name lies in /srv/other-name: a directory cannot be copied into itself',
    )
})

test('temporary files, pauses and statistics', async () => {
  const text = `${head}
    - tempfile: { state: directory, suffix: .x }
      register: t
    - pause: { seconds: 1 }
    - wait_for: { timeout: 1 }
      register: waited
    - wait_for: { port: 9, timeout: 1, msg: never }
      register: late
      failed_when: waited.elapsed != 1 or late.elapsed < 1 or late.msg != 'never'
    - wait_for_connection: {}
    - set_stats: { data: { n: 1 } }
    - file: { path: "{{ t.path }}", state: absent }
`
  expect(statuses(await shop.check(text))).toEqual(['changed', 'ok', 'ok', 'unknown', 'ok', 'ok', 'changed'])
  const run = await shop.play(text)
  expect(statuses(run)).toEqual(['changed', 'ok', 'ok', 'ok', 'ok', 'ok', 'changed'])
})

test('a unit that a later task stops in so many words need not run', async () => {
  const text = `${head}
    - copy: { dest: /run/systemd/system/nap.service, content: "[Service]\\nExecStart=/bin/sleep 1000\\n" }
    - systemd: { name: nap, state: started, daemon_reload: true }
    - command: systemctl stop nap
`
  const run = await shop.play(text)
  expect(run.code, run.stdout).toBe(0)
  const hidden = await shop.play(text.replace('command: systemctl stop nap', 'shell: pkill -x sleep'))
  expect(hidden.stdout).toContain('did not stay running: nap.service')
})

test('a key, its request and its certificate are made once, and foreseen together', async () => {
  const text = `${head}
    - file: { path: /etc/ssl/swk, state: directory }
    - community.crypto.openssl_privatekey: { path: /etc/ssl/swk/k.pem, type: ECC, curve: secp256r1 }
    - openssl_csr: { path: /etc/ssl/swk/r.csr, privatekey_path: /etc/ssl/swk/k.pem, common_name: a.example.org }
    - x509_certificate: { path: /etc/ssl/swk/c.crt, provider: selfsigned, privatekey_path: /etc/ssl/swk/k.pem, csr_path: /etc/ssl/swk/r.csr }
    - openssl_csr_pipe: { privatekey_path: /etc/ssl/swk/k.pem, common_name: b.example.org }
      register: csr
    - x509_certificate: { path: /etc/ssl/swk/b.crt, provider: selfsigned, privatekey_path: /etc/ssl/swk/k.pem, csr_content: "{{ csr.csr }}" }
`
  const made = ['changed', 'changed', 'changed', 'changed']
  expect(statuses(await shop.check(text))).toEqual([...made, 'unknown', 'unknown'])
  expect(statuses(await shop.play(text))).toEqual([...made, 'ok', 'changed'])
  expect(new Set(statuses(await shop.check(text)))).toEqual(new Set(['ok']))
  await host.run('openssl genpkey -quiet -algorithm ED25519 -out /etc/ssl/swk/k.pem')
  const again = ['ok', 'changed', 'changed', 'changed', 'ok', 'changed']
  expect(statuses(await shop.play(text))).toEqual(again)
})

test('a host is rebooted, and the play goes on', async () => {
  const text = `${head}
    - command: touch /run/before
      args: { creates: /run/before }
    - reboot: { msg: now, test_command: test -e /etc/passwd }
      register: r
    - stat: { path: /run/before }
      register: before
    - copy: { content: "{{ r.elapsed }}", dest: /srv/after }
    - assert: { that: [r is changed, r.rebooted, not before.stat.exists] }
  post_tasks:
    - command: cat /srv/after
`
  const check = await shop.check(text)
  expect(statuses(check).slice(0, 2)).toEqual(['changed', 'changed'])
  const refused = await shop.play(text, '--confirm', '60')
  expect(refused.stdout).toContain('takes a run that waits for its confirmation back')
  const run = await shop.play(text)
  expect(run.code, run.stdout).toBe(0)
  expect(Number(await out('cat /srv/after'))).toBeGreaterThan(1)
})
