/** What tasks register, by the keys that Ansible's manual names: of a task that changes the host, and of one that finds nothing to do. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name: 'results1', image: 'base' })
  shop = await workshop([host], { user: 'admin' })
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

/** A task, and the keys that it registers both times. */
const table: readonly (readonly [string, string])[] = [
  ['command: echo a', 'cmd delta end start rc msg stdout stderr stdout_lines stderr_lines'],
  ['shell: echo a', 'cmd delta end start rc msg stdout stderr stdout_lines stderr_lines'],
  ['copy: { content: a, dest: /srv/r-copy }', 'checksum dest diff gid group md5sum mode owner size state uid'],
  [
    'template: { src: t.j2, dest: /srv/r-template }',
    'checksum dest diff gid group md5sum mode owner size src state uid',
  ],
  ['file: { path: /srv/r-dir, state: directory }', 'path diff gid group mode owner state uid'],
  ['file: { path: /srv/r-gone, state: absent }', 'path diff state'],
  ['file: { path: /srv/r-link, src: /srv, state: link }', 'dest diff src state'],
  ['lineinfile: { path: /srv/r-lines, line: a, create: true }', 'msg backup diff'],
  ['blockinfile: { path: /srv/r-block, block: a, create: true }', 'msg diff'],
  ['user: { name: r-user }', 'append comment create_home group home move_home name shell state system uid'],
  ['group: { name: r-group }', 'gid name state system'],
  ['stat: { path: /etc/passwd }', 'stat'],
  ['slurp: { src: /etc/hostname }', 'content encoding source'],
  ['find: { paths: /etc/apt }', 'examined files matched skipped_paths'],
  ['getent: { database: passwd, key: root }', 'ansible_facts'],
  ['systemd: { name: systemd-journald, state: started }', 'name state status'],
  ['wait_for: { path: /etc/passwd }', 'elapsed path state search_regex match_groups match_groupdict'],
  ['tempfile: { state: file }', 'path uid gid owner group mode size state'],
  ['hostname: { name: results1 }', 'name ansible_facts'],
  ['cron: { name: r, job: "true", user: root, cron_file: r }', 'jobs envs'],
  ['file: { path: /srv/r-owned, state: directory, owner: admin, group: adm }', 'uid gid'],
  ['known_hosts: { name: example.org, state: absent }', 'name state diff'],
]

let told = ''
beforeAll(async () => {
  shop.file('templates/t.j2', 'a')
  const tasks = table.map(
    ([task, keys], i) => `    - ${task}
      register: first
    - ${task}
      register: again
    - debug: { msg: "row ${i} lacks{{ wanted | difference(first.keys()) }}{{ wanted | difference(again.keys()) }}" }
      vars: { wanted: [changed, failed, ${keys.replaceAll(' ', ', ')}] }
`,
  )
  const run = await shop.play(`- hosts: all
  become: true
  gather_facts: false
  tasks:
${tasks.join('')}`)
  expect(run.code, run.stdout).toBe(0)
  told = run.stdout
})

test.each(table.map((row, i) => [row[0], i] as const))('%s', (_, i) => {
  expect(new RegExp(`row ${i} lacks([^"]*)`).exec(told)?.[1]).toBe('[][]')
})
