/** A canary in place of each secret: no output, event, process or file of either machine shows it, but for the files that it is for. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { encrypt } from '../../../src/vault/index.ts'
import { type SwkRun, startSwk, summary, swk, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

const canary = `canary${randomBytes(12).toString('hex')}`
const encoded = Buffer.from(canary).toString('base64')
const key = { label: 'default', password: Buffer.from('vault-password-of-the-test') }
let host: LabHost
let shop: Workshop
let password: string

beforeAll(async () => {
  host = await up({ name: 'secret1', image: 'base' })
  shop = await workshop([host])
  password = shop.file('vault-password', 'vault-password-of-the-test\n')
  const value = encrypt(Buffer.from(canary), key).trimEnd().replaceAll('\n', '\n  ')
  shop.file('group_vars/all/vault.yaml', encrypt(Buffer.from(`from_file: ${canary}\n`), key))
  shop.file('group_vars/all/vars.yaml', `inline: !vault |\n  ${value}\nderived: "{{ inline | b64encode }}"\n`)
  shop.file('templates/t.j2', 'user = a\npassword = {{ from_file }}\nheader = {{ derived }}\n')
  shop.file('files/encrypted', encrypt(Buffer.from(`key: ${canary}\n`), key))
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

const head = '- hosts: all\n  tasks:\n'
const playbook = `${head}
    - { name: template, template: { src: t.j2, dest: /etc/swk-t, mode: "0600" } }
    - { name: file, copy: { src: encrypted, dest: /etc/swk-c, mode: "0600" } }
    - { name: line, lineinfile: { path: /etc/swk-l, line: "token={{ inline }}", create: true, mode: "0600" } }
    - { name: block, blockinfile: { path: /etc/swk-b, block: "token={{ derived }}", create: true, mode: "0600" } }
    - { name: fact, set_fact: { fact: "x-{{ inline }}-y" } }
    - { name: shows, debug: { msg: "{{ fact }} {{ derived }} {{ from_file | b64encode }} {{ inline[:20] }}" } }
    - { name: variable, debug: { var: inline } }
    - { name: input, shell: "cat; echo; sleep 3", args: { stdin: "{{ inline }}" }, register: said }
    - { name: shows what was said, debug: { msg: "{{ said.stdout | upper }} {{ said.stdout_lines }}" } }
    - { name: reads, slurp: { src: /etc/swk-t }, register: read }
    - { name: shows what was read, debug: { msg: "{{ read.content | b64decode }}" } }
    - { name: header, uri: { url: "http://127.0.0.1:1/", headers: { Authorization: "Bearer {{ inline }}" }, timeout: 2 }, ignore_errors: true }
    - { name: body, uri: { url: "http://127.0.0.1:1/", method: POST, body: "{{ inline }}", timeout: 2 }, ignore_errors: true }
    - { name: item, debug: { msg: item }, loop: ["{{ inline }}", "{{ derived }}"] }
    - { name: "title {{ inline }}", assert: { that: inline != from_file, fail_msg: "{{ inline }} is it" }, ignore_errors: true }
`

const args = () => ['--vault-password-file', password]
const shows = (text: string): boolean =>
  [canary, encoded, canary.toUpperCase(), canary.slice(0, 20)].some(one => text.includes(one))
const texts = (run: SwkRun) => run.stdout + run.stderr

/** Arguments and environments of all processes on this machine, but for those of the test itself. */
const processesHere = (): string =>
  execFileSync('sh', ['-c', 'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null || true'], {
    maxBuffer: 1 << 28,
  }).toString('latin1')
const processesThere = 'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n"'
/** Files that hold the canary, on the host. */
const filesThere = `grep -rlaF -e ${canary} -e ${encoded} /etc /root /home /tmp /var /run /dev/shm 2>/dev/null | sort`

test('a check shows it nowhere', async () => {
  const run = await shop.check(playbook, ...args())
  expect(run.code, texts(run)).toBe(0)
  expect(shows(texts(run))).toBe(false)
  expect(texts(run)).toContain('<secret>')
  expect((await host.run(filesThere)).stdout).toBe('')
})

test('a play shows it nowhere, while it runs and afterwards, and writes it where it is for', async () => {
  const path = shop.file('play.yaml', playbook)
  const { child, ended } = startSwk('play', path, '-i', shop.inventory, '--reporter', 'json', ...args())
  const seen: string[] = []
  const look = async () => {
    while (child.exitCode === null) seen.push(processesHere(), (await host.run(processesThere)).stdout)
  }
  const [run] = await Promise.all([ended, look()])
  expect(summary(run, 'secret1')).toMatchObject({ failed: 0 })
  expect(shows(texts(run))).toBe(false)
  expect(seen.length).toBeGreaterThan(3)
  expect(seen.filter(text => shows(text.replaceAll(filesThere, '')))).toEqual([])
  expect((await host.run('cat /etc/swk-t')).stdout).toBe(`user = a\npassword = ${canary}\nheader = ${encoded}\n`)
  expect((await host.run(filesThere)).stdout.trim().split('\n')).toEqual([
    '/etc/swk-b',
    '/etc/swk-c',
    '/etc/swk-l',
    '/etc/swk-t',
  ])
  const [first] = tasks(run)
  expect(first?.diff).toMatchObject([{ path: '/etc/swk-t', after: '<secret>\n' }])
})

test.each(['tree', 'plain'])('the %s reporter shows it nowhere when all changes again', async reporter => {
  await host.run('sed -i s/user/old/ /etc/swk-t /etc/swk-l')
  const run = await swk(
    'play',
    shop.file('play.yaml', playbook),
    '-i',
    shop.inventory,
    '--reporter',
    reporter,
    ...args(),
  )
  expect(shows(texts(run))).toBe(false)
  expect(texts(run)).toContain('<secret changed>')
})

test('what the host keeps of a run is told later without it', async () => {
  const runs = await swk('history', '-i', shop.inventory, '--reporter', 'json', ...args())
  const names = [...new Set(runs.stdout.match(/(?<="run":")[^"]+/g) ?? [])]
  expect(names.length).toBeGreaterThan(1)
  for (const name of names) {
    const run = await swk('history', name, '-i', shop.inventory, '--reporter', 'json', ...args())
    expect(run.code, texts(run)).toBe(0)
    expect(shows(texts(run))).toBe(false)
  }
})

test.each([
  ['a command', 'command: echo {{ inline }}'],
  ['a shell', 'shell: "echo {{ derived }} > /root/x"'],
  ['the environment of a shell', 'shell: "PASSWORD={{ from_file }} env"'],
])('%s with it in its arguments is refused before anything is changed', async (_, task) => {
  const text = `${head}    - copy: { content: x, dest: /root/before }\n    - ${task}\n`
  for (const run of [await shop.check(text, ...args()), await shop.play(text, ...args())]) {
    expect(run.code).toBe(2)
    expect(tasks(run, 'failed')[0]?.error?.message).toMatch(/^a secret is in the arguments of a command/)
    expect(shows(texts(run))).toBe(false)
  }
  expect((await host.run('ls /root/before')).code).not.toBe(0)
})

/** A text of each module that takes one; those that keep it out of arguments are played, the others refused. */
const canaryText = '{{ inline }}'
const written: readonly string[] = [
  `cron: { name: job, user: root, cron_file: own, job: "echo ${canaryText}" }`,
  `authorized_key: { user: root, key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPt3RJ2mdEZHgQ7KbTXmRNSNIcyAGFVUpiZ1tyqVpGH ${canaryText}" }`,
  `replace: { path: /etc/hosts, regexp: "^127", replace: "# ${canaryText}\\n127" }`,
  `deb822_repository: { name: own, types: deb, uris: "http://x:${canaryText}@localhost/debian", suites: bookworm, components: main }`,
  `apt_repository: { repo: "deb http://x:${canaryText}@localhost/ bookworm main", filename: other, update_cache: false }`,
  `debconf: { name: base-passwd, question: base-passwd/x, vtype: string, value: "${canaryText}" }`,
]
const refused: readonly string[] = [
  `user: { name: a, comment: "${canaryText}" }`,
  `get_url: { url: "http://127.0.0.1:1/${canaryText}", dest: /root/got }`,
  `copy: { content: x, dest: /root/valid, validate: "grep ${canaryText} %s" }`,
]

test.each([...written, ...refused])('%s shows it nowhere', async task => {
  const play = `${head}    - ${task}\n`
  const path = shop.file('one.yaml', play)
  const { child, ended } = startSwk('play', path, '-i', shop.inventory, '--reporter', 'json', ...args())
  const seen: string[] = []
  const look = async () => {
    while (child.exitCode === null) seen.push(processesHere(), (await host.run(processesThere)).stdout)
  }
  const [run] = await Promise.all([ended, look()])
  expect(shows(texts(run))).toBe(false)
  expect(seen.filter(shows)).toEqual([])
  if (written.includes(task)) expect(run.code, texts(run)).toBe(0)
  else expect(tasks(run, 'failed')[0]?.error?.message).toMatch(/^a secret is in the arguments/)
})

test('what a task with no_log printed is not printed later', async () => {
  const made = `${head}
    - { name: makes, shell: "echo c{{ '' }}anary-of-the-host", register: made, no_log: true }
    - { name: shows, debug: { msg: "got {{ made.stdout }} {{ made.stdout | b64encode }}" } }
`
  const run = await shop.play(made, ...args())
  expect(run.code, texts(run)).toBe(0)
  expect(texts(run)).not.toContain('canary-of-the-host')
  expect(texts(run)).not.toContain(Buffer.from('canary-of-the-host').toString('base64'))
})

test('a mistake does not show it', async () => {
  const wrong = `${head}    - { copy: { dest: /a, content: a, mode: "{{ inline }}" } }\n    - { debug: { msg: "{{ inline.nope }}" } }\n`
  const run = await shop.play(wrong, ...args())
  expect(run.code).toBe(1)
  expect(shows(texts(run))).toBe(false)
})
