/** A plan that a check saved, applied to a real host: exactly that, or a refusal that names what has moved. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { encrypt } from '../../../src/vault/index.ts'
import { type SwkRun, summary, swk, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

let host: LabHost
let shop: Workshop
let site: string
let password: string
const key = { label: 'default', password: Buffer.from('of-the-vault') }
const secret = 'a-secret-of-the-vault'

beforeAll(async () => {
  host = await up({ name: 'plan1', image: 'base' })
  shop = await workshop([host])
  password = shop.file('password', 'of-the-vault\n')
  shop.file('group_vars/all/vault.yaml', encrypt(Buffer.from(`token: ${secret}\n`), key))
  shop.file('templates/t.j2', 'token = {{ token }}\n')
  site = shop.file(
    'site.yaml',
    `- hosts: all
  tasks:
    - { name: motd, copy: { content: "{{ text | default('new') }}\\n", dest: /etc/motd }, notify: says so }
    - { name: token, template: { src: t.j2, dest: /etc/token, mode: "0600" } }
    - { name: asks, command: cat /etc/hostname, register: found, changed_when: false }
    - { name: depends, copy: { content: "{{ found.stdout }}", dest: /etc/depends } }
    - { name: old, file: { path: /etc/old, state: absent } }
    - { name: held, file: { path: /etc/held, state: directory, mode: "0750" } }
  handlers:
    - { name: says so, shell: echo done >> /root/handled }
- hosts: all
  tasks:
    - { name: second, lineinfile: { path: /etc/second, line: more, create: true } }
`,
  )
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})
beforeEach(async () => {
  await host.run(
    'echo old >/etc/motd; rm -rf /etc/token /etc/depends /etc/held /etc/second /root/handled; echo x >/etc/old; mkdir -m 0700 /etc/held',
  )
})

const vault = () => ['--vault-password-file', password, '--reporter', 'json']
const planFile = () => join(shop.folder, 'saved.plan')
const check = (...args: string[]) =>
  swk('play', site, '-i', shop.inventory, '--check', '--plan', planFile(), ...vault(), ...args)
const apply = (...args: string[]) => swk('play', '--plan', planFile(), ...vault(), ...args)
const errors = (run: SwkRun) => tasks(run, 'failed').map(({ task, error }) => `${task}: ${error?.message}`)
const state = async () =>
  (
    await host.run(
      'cat /etc/motd /etc/second /etc/token /etc/depends /root/handled; ls -d /etc/old; stat -c %a /etc/held',
    )
  ).stdout

test('a plan that still fits is applied, handlers and later plays included, from another directory too', async () => {
  const checked = await check()
  expect(checked.code, checked.stderr).toBe(0)
  const copy = join(shop.folder, 'elsewhere')
  for (const name of ['site.yaml', 'group_vars', 'templates', 'inventory.yaml'])
    cpSync(join(shop.folder, name), join(copy, name), { recursive: true })
  const run = await swk(
    'play',
    join(copy, 'site.yaml'),
    '-i',
    join(copy, 'inventory.yaml'),
    '--plan',
    planFile(),
    ...vault(),
  )
  expect(run.code, run.stdout).toBe(0)
  expect(await state()).toBe(`new\nmore\ntoken = ${secret}\nplan1done\n750\n`)
  expect(summary(run, 'plan1').roundTrips).toBeGreaterThan(1)
})

test('it holds no secret, and is printed as the check was', async () => {
  await check()
  const text = readFileSync(planFile(), 'utf8')
  expect(text).not.toContain(secret)
  expect(text).not.toContain(Buffer.from(secret).toString('base64'))
  const { stdout, code } = await swk('show', planFile())
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Plan of .*swk 0\.1\.0\n/)
  expect(stdout).toContain('  changed motd\n')
  expect(stdout).toContain('+new')
  expect(stdout).toContain('<secret>')
  expect(stdout).toMatch(/ {2}unknown depends/)
})

test.each([
  ['a file that it replaces', 'echo other >/etc/motd', ['motd: path /etc/motd has changed since the plan was made']],
  ['a file that it creates', 'echo other >/etc/token', ['token: path /etc/token has changed since the plan was made']],
  ['a file that it removes', 'echo other >/etc/old', ['old: path /etc/old has changed since the plan was made']],
  ['a mode that it sets', 'chmod 0755 /etc/held', ['held: path /etc/held has changed since the plan was made']],
  ['what it removes is gone', 'rm /etc/old', ['old: path /etc/old is already as planned']],
  [
    'several',
    'echo a >/etc/motd; chmod 0750 /etc/held',
    ['motd: path /etc/motd has changed since the plan was made', 'held: path /etc/held is already as planned'],
  ],
])('%s has moved: refused by name, and nothing is changed', async (_, move, expected) => {
  await check()
  await host.run(move)
  const before = await state()
  const run = await apply()
  expect(run.code).toBe(2)
  expect(errors(run)).toEqual(expected)
  expect(await state()).toBe(before)
})

test('what was as declared, and is not any more, is refused', async () => {
  await apply()
  await check()
  expect((await swk('play', site, '-i', shop.inventory, ...vault())).code).toBe(0)
  await check()
  await host.run('echo other >/etc/token')
  const run = await apply()
  expect(errors(run)).toEqual(['token: path /etc/token was as declared when the plan was made, and is not any more'])
})

test.each([
  ['another text of a variable', ['-e', 'text=other'], /other --extra-vars/],
  ['another choice', ['--tags', 'x'], /other options: tags/],
])('%s is refused before any host is contacted', async (_, args, message) => {
  await check()
  const run = await apply(...args)
  expect(run.code).toBe(1)
  expect(run.stderr).toMatch(message)
})

test('a changed file, and a changed plan, are refused', async () => {
  await check()
  const template = join(shop.folder, 'templates/t.j2')
  const [before, plan] = [readFileSync(template), readFileSync(planFile(), 'utf8')]
  writeFileSync(template, 'token = {{ token }} \n')
  const other = await apply()
  expect(other.stderr).toContain('other files: templates/t.j2 (changed)')
  writeFileSync(template, before)
  writeFileSync(planFile(), plan.replace('"changed"', '"unknown"'))
  const forged = await apply()
  expect([forged.code, forged.stderr]).toEqual([1, expect.stringContaining('was changed after it was made')])
})
