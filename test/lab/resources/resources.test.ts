/** The kinds of resources other than paths, on a real host: absent, written, read again, not needed a second time. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { kindOf } from '../../../src/resources/index.ts'
import type { Want } from '../../../src/resources/kind.ts'
import { canonical } from '../../../src/sdk/content.ts'
import { connect } from '../../../src/transport/connect.ts'
import type { Session } from '../../../src/transport/session.ts'
import { spec } from '../transport/rig.ts'
import { bring, converge, said, see, want } from './bench.ts'

let host: LabHost
let session: Session
beforeAll(async () => {
  host = await up({ name: 'resources', image: 'base' })
  session = await connect(spec(host))
})
afterAll(async () => {
  await session?.close()
  await host?.stop()
})

const sh = async (script: string): Promise<string> => (await host.run(script)).stdout

describe('packages', () => {
  test('two are installed and removed by one run of apt each', async () => {
    const both = (state: Want['state'], how = {}) => [
      want('package', 'tree', state, { how }),
      want('package', 'jq', state, { how }),
    ]
    expect((await bring(session, [want('apt-cache', '', { fresh: true })])).replies.map(({ rc }) => rc)).toEqual([0])
    expect((await see(session, { kind: 'apt-cache', id: '' }))?.age).toBeLessThan(60)
    const installed = await bring(session, both({ installed: true }, { recommends: false }))
    expect(installed.replies.map(({ rc }) => rc)).toEqual([0])
    expect((await bring(session, both({ installed: true }))).changes).toEqual([])
    const seen = await see(session, { kind: 'package', id: 'jq', need: 'content' })
    expect(seen?.candidate).toBe(seen?.version)
    const removed = await bring(session, both(null, { purge: true }))
    expect(removed.replies.map(({ rc }) => rc)).toEqual([0])
    expect(await see(session, { kind: 'package', id: 'jq' })).toBeNull()
  })

  test('a package that does not exist fails with what apt says', async () => {
    expect(said(await bring(session, [want('package', 'no-such-package', { installed: true })]))).toContain(
      'Unable to locate package no-such-package',
    )
  })
})

describe('users, groups, statoverrides', () => {
  test('a group is made, gets and loses members, and is removed', async () => {
    await converge(session, want('group', 'crew', { members: ['admin', 'operator'] }, { how: { system: true } }))
    await converge(session, want('group', 'crew', { gid: 4321 }))
    expect(await converge(session, want('group', 'crew', { members: ['operator'] }))).toEqual({
      gid: 4321,
      members: ['operator'],
    })
    await converge(session, want('group', 'crew', null))
  })

  test('a user is made with all that can be said of one, changed, and removed with the home', async () => {
    const fields = {
      uid: 4322,
      group: 'adm',
      comment: `-O'Brien "$x" \`y\``,
      home: '/srv/home',
      shell: '/bin/sh',
      groups: ['audio', 'video'],
    }
    await converge(session, want('user', 'brien', fields, { how: { system: true, createHome: true } }))
    expect(await sh('stat -c %U /srv/home')).toBe('brien\n')
    await converge(session, want('user', 'brien', { shell: '/usr/sbin/nologin', groups: ['video', 'www-data'] }))
    await converge(session, want('user', 'brien', null, { how: { removeHome: true } }))
    expect(await sh('ls /srv')).toBe('')
  })

  test('a statoverride is registered, changed and removed, whether its path is there or not', async () => {
    for (const id of ["/srv/a b's", '/nowhere']) {
      await converge(session, want('statoverride', id, { owner: 'root', group: 'adm', mode: '2770' }))
      await sh(`mkdir -p "/srv/a b's"`)
      await converge(session, want('statoverride', id, { owner: 'admin', group: 'adm', mode: '0750' }))
      await converge(session, want('statoverride', id, null))
    }
    // Registering changes no path: the module has a want of its own for that.
    expect(await sh('stat -c "%U %a" /srv/*; dpkg-statoverride --list | grep -v dbus')).toBe('root 755\n')
    await sh('rm -r /srv/*')
  })

  // Before: `dpkg-statoverride --update` gave the file of root to admin.
  test('a statoverride whose path has become a link changes nothing behind it', async () => {
    await sh(
      'mkdir /srv/admin; echo prey >/srv/prey; chmod 600 /srv/prey; ln -s ../prey /srv/admin/app.conf; chown -h admin /srv/admin /srv/admin/app.conf',
    )
    await converge(
      session,
      want('statoverride', '/srv/admin/app.conf', { owner: 'admin', group: 'admin', mode: '0640' }),
    )
    expect(await sh('stat -c "%U %a" /srv/prey')).toBe('root 600\n')
    await converge(session, want('statoverride', '/srv/admin/app.conf', null))
    await sh('rm -r /srv/*')
  })
})

test('a command gets its words, its folder and its input as they are, and gives back what it says', async () => {
  const words = ['-n', `'"$\`;`, 'new\nline', 'ü', '']
  const id = canonical({
    argv: ['sh', '-c', 'pwd; cat; for w; do printf "<%s>" "$w"; done; echo oops >&2; exit 3', 'sh', ...words],
    chdir: '/srv',
  })
  const { replies } = await bring(session, [want('command', id, { ran: true }, { secret: 'in\0put\n' })])
  expect(kindOf('command').result?.(replies)).toEqual({
    rc: 3,
    msg: 'non-zero return code',
    stdout: `/srv\nin\0put\n${words.map(word => `<${word}>`).join('')}`,
    stderr: 'oops',
    stdout_lines: [
      '/srv',
      'in\0put',
      ...words
        .map(word => `<${word}>`)
        .join('')
        .split('\n'),
    ],
    stderr_lines: ['oops'],
  })
})

describe('waiting', () => {
  const patience = { timeout: 6, delay: 0, sleep: 1 }
  const wait = (of: object) => want('condition', canonical({ ...patience, ...of }), { met: true })

  test('waits until it is so', async () => {
    await sh('(sleep 2; echo "it is 42 now" >>/srv/log) >/dev/null 2>&1 &')
    const from = Date.now()
    const { replies } = await bring(session, [
      wait({ path: '/srv/log', search: 'is \\d+ (?P<x>now)$', state: 'started' }),
    ])
    expect(replies.map(({ rc }) => rc)).toEqual([0])
    expect(Date.now() - from).toBeGreaterThan(1000)
    expect((await bring(session, [wait({ port: 22, host: '127.0.0.1', state: 'started' })])).changes).toEqual([])
    expect((await bring(session, [wait({ port: 6379, host: 'localhost', state: 'stopped' })])).changes).toEqual([])
    expect((await bring(session, [wait({ path: '/nope', state: 'absent' })])).changes).toEqual([])
    expect((await bring(session, [wait({ socket: '/run/systemd/private', state: 'started' })])).changes).toEqual([])
  })

  test('fails in time, and says what it waited for', async () => {
    const result = await bring(session, [wait({ port: 6379, host: '127.0.0.1', state: 'started', timeout: 2 })])
    expect(said(result)).toBe('waited 2 s for port 6379 of 127.0.0.1 to be started\n')
  })
})

test('a secret is created on the host, kept, and never sent', async () => {
  const id = '/srv/secret'
  const first = await converge(session, want('secret', id, { owner: 'admin', group: 'adm', mode: '0640' }))
  const content = await sh(`cat ${id}`)
  expect(content).toMatch(/^[0-9a-f]{64}\n$/)
  expect(JSON.stringify(first)).not.toContain(content.trim())
  await converge(session, want('secret', id, { mode: '0400' }))
  expect(await sh(`cat ${id}; rm ${id}`)).toBe(content)
})

test('notified handlers are kept by name, whatever the name', async () => {
  const handlers = ['-rf', '../../x', `'"$\`;`, 'a'.repeat(300), 'new\nline', 'restart ü'].sort()
  await converge(session, want('notified', '', { handlers }))
  expect(await sh('stat -c "%a %U" /var/lib/swk/notified; ls /var/lib/swk/notified | wc -l')).toBe('700 root\n6\n')
  await converge(session, want('notified', '', { handlers: ['new\nline'] }))
  await converge(session, want('notified', '', { handlers: [] }))
})

test('a port tells its addresses and its clients', async () => {
  expect(await see(session, { kind: 'port', id: '22' })).toMatchObject({
    addresses: ['0.0.0.0', '::'],
    clients: expect.any(Number),
  })
  expect(await see(session, { kind: 'port', id: '6379' })).toBeNull()
})
