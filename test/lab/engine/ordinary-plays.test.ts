/** Check equals play in ordinary playbooks: units and their files, who owns what is created, text that is not UTF-8. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { type SwkRun, summary, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

let host: LabHost
let shop: Workshop
let admins: Workshop
beforeAll(async () => {
  host = await up({ name: 'ordinary1', image: 'base' })
  shop = await workshop([host])
  admins = await workshop([host], { user: 'admin' })
})
afterAll(async () => {
  shop?.remove()
  admins?.remove()
  await host?.stop()
})

const told = (run: SwkRun) => tasks(run).map(({ status, diff }) => ({ status, diff }))
const text = (list: string, become = true) =>
  `- hosts: all\n  become: ${become}\n  tasks:\n${list.trim().replace(/^/gm, '    ')}\n`

/** The check, once it is proved to be what the play does. */
async function same(list: string, { by = shop, become = true } = {}): Promise<SwkRun> {
  const playbook = text(list, become)
  const check = await by.check(playbook)
  const play = await by.play(playbook)
  expect(told(play)).toEqual(told(check))
  expect(play.code, play.stdout).toBe(check.code)
  return check
}

const file = '/etc/systemd/system/u.service'
const install = '[Install]\\nWantedBy=multi-user.target\\n'
const service = (more = '') => `[Service]\\nExecStart=/bin/sleep infinity\\n${more}`
const unit = (more = '') =>
  host.run(
    `systemctl stop u 2>/dev/null; systemctl disable u 2>/dev/null; printf '${service(more)}' >${file}; systemctl daemon-reload`,
  )

test('a unit whose file is removed is known as long as it runs', async () => {
  await unit()
  const gone = text(`
- file: { path: ${file}, state: absent }
- systemd: { name: u, state: started }`)
  expect(tasks(await shop.check(gone))[1]?.error?.message).toContain('no unit')
  expect(tasks(await shop.play(gone)).map(({ status }) => status)).toEqual(['failed'])
  expect((await host.run(`ls ${file}`)).code).toBe(0)
  await unit()
  await host.run('systemctl start u')
  const stopped = await same(`
- file: { path: ${file}, state: absent }
- systemd: { name: u, state: stopped }`)
  expect(tasks(stopped).map(({ status }) => status)).toEqual(['changed', 'changed'])
  expect((await host.run('systemctl is-active u')).stdout).toBe('inactive\n')
})

test.each([
  ['goes', install, '', 'ok'],
  ['comes', '', install, 'changed'],
])('`enabled` on a unit whose [Install] %s with an earlier task', async (_what, before, after, expected) => {
  await unit(before)
  const list = `
- copy: { dest: ${file}, content: "${service(after)}" }
- systemd: { name: u, enabled: true, daemon_reload: true }`
  expect(tasks(await same(list)).map(({ status }) => status)).toEqual(['changed', expected])
  expect(summary(await shop.play(text(list)), host.name).changed).toBe(0)
})

test('a new unit without [Install] is not enabled, in check and play', async () => {
  await host.run(`systemctl stop u; systemctl disable u; rm -f ${file}; systemctl daemon-reload`)
  const check = await same(`
- copy: { dest: ${file}, content: "${service()}" }
- systemd: { name: u, enabled: true, state: started, daemon_reload: true }`)
  expect(tasks(check)[1]?.diff[0]?.after).not.toContain('enabled')
})

const owners = (run: SwkRun) =>
  tasks(run).map(({ diff }) =>
    ['owner', 'group'].map(name => diff[0]?.fields?.find(field => field.name === name)?.after),
  )

test('what another user than root creates is shown as that user’s', async () => {
  await host.run('mkdir /srv/o; chown operator /srv/o')
  const check = await same(`
- { copy: { dest: /srv/o/f, content: x }, become_user: operator }
- { file: { path: /srv/o/d, state: directory }, become_user: operator }
- { file: { path: /srv/o/l, src: f, state: link }, become_user: operator }
- { lineinfile: { path: /srv/o/c, line: x, create: true }, become_user: operator }`)
  const owner = (await host.run('cd /srv/o; stat -c "%U %G" f d l c | sort -u')).stdout.trim().split(' ')
  expect(owners(check)).toEqual(Array.from({ length: 4 }, () => owner))
  const plain = await same('- copy: { dest: /home/admin/f, content: x }', { by: admins, become: false })
  expect(owners(plain)).toEqual([['admin', 'admin']])
})

test('what the login user may not see is refused in the check, with the way out', async () => {
  await host.run('mkdir -m 700 /srv/hidden; echo x >/srv/hidden/f')
  const check = await same('- file: { path: /srv/hidden/f, state: absent }', { by: admins, become: false })
  expect(tasks(check)[0]?.error).toMatchObject({ code: 'refused', hint: expect.stringContaining('become') })
})

test('a file that an earlier task knows by its metadata is read for the diff of a later one', async () => {
  await host.run('echo old >/srv/meta')
  const check = await same(`
- file: { path: /srv/meta, mode: "0600" }
- copy: { dest: /srv/meta, content: "new" }`)
  expect(tasks(check)[1]?.diff[0]).toMatchObject({ before: 'old\n', after: 'new' })
})

test('what a task puts into a tree is known to the one that sets owners and modes in it', async () => {
  await host.run('mkdir /srv/tree /srv/other; ln -s other /srv/link')
  const list = `
- copy: { dest: /srv/tree/f, content: "f" }
- file: { path: /srv/tree, state: directory, recurse: true, mode: "u=rwX,go=" }
- copy: { dest: /srv/link/g, content: "g" }
- file: { path: /srv/link, state: directory, recurse: true, owner: admin }`
  expect(tasks(await same(list)).map(({ status }) => status)).toEqual(['changed', 'changed', 'changed', 'changed'])
  const { stdout } = await host.run('stat -c "%n %U %a" /srv/tree /srv/tree/f /srv/other /srv/other/g')
  expect(stdout.trim().split('\n')).toEqual([
    '/srv/tree root 700',
    '/srv/tree/f root 600',
    '/srv/other admin 755',
    '/srv/other/g admin 644',
  ])
})

test('changed_when counts for a loop of which an item fails', async () => {
  const list = `
- lineinfile: { path: "{{ item }}", line: two, create: true }
  loop: [/srv, /srv/half]
  changed_when: false
  ignore_errors: true
  register: half
- copy: { dest: /srv/told, content: "{{ half is changed }}" }`
  expect(tasks(await same(list))[1]?.diff[0]?.after).toBe('False')
})

test('Latin-1 text is edited, byte for byte', async () => {
  await host.run(`cd /srv; printf 'gr\\374n\\n' >lat; printf 'a\\377b\\n' >block; printf 'x\\344y\\n' >re`)
  const list = `
- lineinfile: { path: /srv/lat, line: "größe" }
- blockinfile: { path: /srv/block, block: "ß", marker: "# {mark}" }
- replace: { path: /srv/re, regexp: "y$", replace: "z" }`
  await same(list)
  const hex = async (name: string) =>
    (await host.run(`xxd -p /srv/${name} 2>/dev/null || od -An -tx1 -v /srv/${name}`)).stdout.replaceAll(/\s/g, '')
  expect(await hex('lat')).toBe(
    Buffer.concat([Buffer.from('gr\xfcn\n', 'latin1'), Buffer.from('größe\n')]).toString('hex'),
  )
  expect(await hex('block')).toBe(
    Buffer.concat([Buffer.from('a\xffb\n', 'latin1'), Buffer.from('# BEGIN\nß\n# END\n')]).toString('hex'),
  )
  expect(await hex('re')).toBe(Buffer.from('x\xe4z\n', 'latin1').toString('hex'))
  expect(summary(await shop.play(text(list)), host.name).changed).toBe(0)
})

test('an owner by number is one', async () => {
  await same(`
- copy: { dest: /srv/number, content: x, owner: "0", group: "0" }
- file: { path: /srv/number, owner: 0, group: 0 }`)
})

test('what a new login brings is there behind meta: reset_connection', async () => {
  const run = await shop.play(
    text(`
- { name: sets, lineinfile: { path: /etc/environment, line: SWK_TRIED=yes, create: true } }
- { name: before, shell: 'echo "<$SWK_TRIED>"', register: before, changed_when: false }
- { name: anew, meta: reset_connection }
- { name: after, shell: 'echo "<$SWK_TRIED>"', register: after, changed_when: false }
- { name: holds, assert: { that: ["before.stdout == '<>'", "after.stdout == '<yes>'"] } }`),
  )
  expect(run.code, run.stdout).toBe(0)
  expect(tasks(run).map(({ task, status }) => `${task} ${status}`)).toEqual([
    ...['sets changed', 'before ok', 'anew ok', 'after ok', 'holds ok'],
  ])
})
