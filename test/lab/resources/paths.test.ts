/** Every kind of resource on a real host: read, written, read again; hostile names; attacks. */
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { renderFrame, renderSteps } from '../../../src/engine/apply/steps.ts'
import { planChange } from '../../../src/engine/plan/change.ts'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { connect } from '../../../src/transport/connect.ts'
import type { Session } from '../../../src/transport/session.ts'
import { spec } from '../transport/rig.ts'
import { bring, converge, fileWant, said, see, seeAll } from './bench.ts'

let host: LabHost
let session: Session
beforeAll(async () => {
  host = await up({ name: 'resources-paths', image: 'base' })
  session = await connect(spec(host))
})
afterAll(async () => {
  await session?.close()
  await host?.stop()
})

const sh = async (script: string): Promise<string> => (await host.run(script)).stdout
const hostile = [
  'plain',
  '-rf',
  'a b',
  `'"$\`;`,
  'new\nline',
  'back\\slash',
  'ünïcode',
  '*',
  'end ',
  '$(id)',
  '%s%n',
  'tail\n',
]

describe('paths', () => {
  beforeEach(() => sh('rm -rf /srv; mkdir /srv'))

  test.each(hostile)('a file named %j is made, changed and removed', async name => {
    const id = `/srv/${name}`
    const made = await converge(session, fileWant(id, `one ${name}\n`, { owner: 'admin', group: 'adm', mode: '2640' }))
    expect(made).toMatchObject({ type: 'file', owner: 'admin', group: 'adm', mode: '2640' })
    const changed = await converge(session, fileWant(id, `two ${name}\n`))
    expect(changed).toMatchObject({ owner: 'admin', group: 'adm', mode: '2640' })
    expect((await see(session, { kind: 'path', id, need: 'content' }))?.text).toBe(`two ${name}\n`)
    await converge(session, { kind: 'path', id, state: { mode: '0600', owner: 'root' } })
    await converge(session, { kind: 'path', id, state: null })
    expect(await sh('ls -A /srv')).toBe('')
  })

  test.each(hostile)('a folder named %j is made, with a file and a link in it, and removed', async name => {
    const id = `/srv/${name}`
    const want = { type: 'directory', owner: 'admin', group: 'adm', mode: '2750' }
    await converge(session, { kind: 'path', id, state: want })
    await converge(session, fileWant(`${id}/${name}`, name))
    await converge(session, { kind: 'path', id: `${id}/link`, state: { target: name } })
    await converge(session, { kind: 'path', id, state: { mode: '0700' } })
    await converge(session, { kind: 'path', id, state: null })
    expect(await sh('ls -A /srv')).toBe('')
  })

  test('a new file in a setgid folder is root:root 0644 where nothing else is said, a new folder 0755', async () => {
    await converge(session, { kind: 'path', id: '/srv/s', state: { type: 'directory', group: 'adm', mode: '2775' } })
    expect(await converge(session, fileWant('/srv/s/f', ''))).toMatchObject({ group: 'root', mode: '0644', size: 0 })
    const folder = await converge(session, { kind: 'path', id: '/srv/s/d', state: { type: 'directory' } })
    expect(folder).toMatchObject({ owner: 'root', group: 'root', mode: '0755' })
    await converge(session, { kind: 'path', id: '/srv/s', state: null })
  })

  test('content is byte-exact, and is sent only where it differs from the hint', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
    await converge(session, fileWant('/srv/binary', bytes))
    expect(await sh('base64 -w0 /srv/binary')).toBe(bytes.toString('base64'))
    const ref = { kind: 'path', id: '/srv/binary', need: 'content' } as const
    expect(await see(session, ref)).toMatchObject({ text: null, size: 256 })
    await converge(session, fileWant('/srv/binary', 'text\r\nwithout end'))
    const state = await see(session, ref)
    expect(state?.text).toBe('text\r\nwithout end')
    expect(await see(session, { ...ref, hint: String(state?.sha256) })).not.toHaveProperty('text')
    await converge(session, fileWant('/srv/binary', Buffer.alloc(3_000_000, 'x')))
    expect(await see(session, ref)).toMatchObject({ text: null, size: 3_000_000 })
    await sh('rm /srv/binary')
  })

  test('a thousand paths, whose names together are longer than a command line may be', async () => {
    await sh(`cd /srv; i=0; n=$(printf %0200d 0); while [ $i -lt 1000 ]; do echo $i >$n$i; i=$((i+1)); done`)
    const refs = Array.from({ length: 1000 }, (_, i) => ({ kind: 'path', id: `/srv/${'0'.repeat(200)}${i}` }))
    const states = await seeAll(session, refs)
    expect([...states.values()].filter(state => state?.type === 'file' && state.sha256)).toHaveLength(1000)
    await sh('rm -r /srv/*')
  })

  test('a link that root owns is followed, any other is not', async () => {
    await sh(`mkdir -p /srv/real /srv/bobs; echo x >/srv/real/f; ln -s real /srv/alias; ln -s f /srv/real/l
      chown admin /srv/bobs; ln -s /srv/real /srv/bobs/way; ln -s /srv/real/f /srv/bobs/f; chown -h admin /srv/bobs/*`)
    expect(await see(session, { kind: 'path', id: '/srv/alias/l' })).toMatchObject({
      type: 'file',
      resolved: '/srv/real/f',
      target: 'f',
    })
    await converge(session, fileWant('/srv/alias/l', 'through\n', { mode: '0640' }))
    await converge(session, fileWant('/srv/alias/new', 'new\n'))
    expect(await sh('cat /srv/real/f /srv/real/new; readlink /srv/alias /srv/real/l')).toBe('through\nnew\nreal\nf\n')
    expect(await see(session, { kind: 'path', id: '/srv/bobs/way/f' })).toMatchObject({
      type: 'link',
      via: '/srv/bobs/way',
    })
    expect(await see(session, { kind: 'path', id: '/srv/bobs/f' })).toMatchObject({
      type: 'link',
      target: '/srv/real/f',
    })
    expect(await see(session, { kind: 'path', id: '/srv/bobs/f' })).not.toHaveProperty('resolved')
    await sh('ln -s bobs /srv/to; ln -s to/f /srv/far')
    for (const [id, target] of [
      ['/srv/far', 'to/f'],
      ['/srv/to/f', '/srv/real/f'],
    ] as const) {
      const link = await see(session, { kind: 'path', id })
      expect([link?.type, link?.target, link?.resolved, link?.via]).toEqual(['link', target, undefined, undefined])
      await converge(session, { kind: 'path', id, state: null })
    }
    expect(await sh('ls /srv/bobs')).toBe('way\n')
    await converge(session, { kind: 'path', id: '/srv/alias/l', state: null })
    expect(await sh('ls /srv/real')).toBe('f\nnew\n')
    await sh('rm -r /srv/*')
  })

  test('a validation that fails leaves the old file and nothing else', async () => {
    await converge(session, fileWant('/srv/v', 'old\n'))
    const result = await bring(session, [fileWant('/srv/v', 'new\n', {}, { validate: ['grep', '-q', 'old', '%s'] })])
    expect(result.replies[0]?.rc).not.toBe(0)
    expect(said(result)).toContain('rejected the new content')
    expect(await sh('cat /srv/v; ls -A /srv')).toBe('old\nv\n')
    await converge(session, fileWant('/srv/v', 'new\n', {}, { validate: ['grep', '-q', 'new', '%s'] }))
    await sh('rm /srv/v')
  })

  test('a full disk leaves the old file and nothing else', async () => {
    await sh('mount -t tmpfs -o size=64k tmpfs /srv && echo old >/srv/f')
    const result = await bring(session, [fileWant('/srv/f', Buffer.alloc(200_000, 'x'))])
    expect(said(result)).toContain('No space left on device')
    expect(await sh('cat /srv/f; ls -A /srv; umount /srv')).toBe('old\nf\n')
  })

  test('a content that only the file system of its file has room for is written there, whole or not at all', async () => {
    await sh(
      'mount -o remount,size=8M /run; mount -t tmpfs -o size=1M none /var/tmp; mount -t tmpfs -o size=20M none /srv',
    )
    try {
      const content = randomBytes(12_000_000)
      expect(await converge(session, fileWant('/srv/large', content))).toMatchObject({ size: content.length })
      const change = planChange(fileWant('/srv/half', content), null)
      const frames = renderSteps(change ? [change] : []).map(step => renderFrame(step, undefined))
      const half = frames.map(frame => ({ ...frame, payload: content.subarray(0, 5_000_000) }))
      const [reply] = await session.exchange([...half, { kind: 'clear', script: '' as never, timeout: 5 }])
      expect(reply?.stderr.toString()).toBe('a part of the content is missing\n')
      expect(await sh('ls -A /srv; sha256sum </srv/large')).toBe(
        `large\n${createHash('sha256').update(content).digest('hex')}  -\n`,
      )
    } finally {
      await sh('umount /srv /var/tmp; mount -o remount,size=20% /run')
    }
  })

  test('owner and mode are not changed where the file was replaced in the meantime', async () => {
    await sh('echo a >/srv/f')
    const want = { kind: 'path', id: '/srv/f', state: { mode: '0600', owner: 'admin' } }
    const change = planChange(want, await see(session, want))
    await sh('rm /srv/f; ln -s /etc/shadow /srv/f')
    const steps = renderSteps(change ? [change] : [])
    const [reply] = await session.exchange(steps.map(step => renderFrame(step, undefined)))
    await session.exchange([{ kind: 'clear', script: '' as never, timeout: 5 }])
    expect(reply?.stderr.toString()).toContain('has become a link')
    expect(await sh('stat -c "%U %a" /etc/shadow; rm /srv/f')).toBe('root 640\n')
  })
})

describe('together', () => {
  const together = (check: string[]) => ({ name: 'site', overlay: ['/srv/a', '/srv/b'], check: [check] })

  test('a check that fails leaves all as it was; one that passes sees the whole set', async () => {
    await sh('mkdir -p /srv/a /srv/b; echo old >/srv/a/x; echo gone >/srv/b/y; chmod 2750 /srv/a; chgrp adm /srv/a')
    const before = await sh('cd /srv; find . -printf "%p %m %U %G %T@ %i\\n" | sort; cat a/x b/y')
    const wants = (check: string) => {
      const rest = { together: together(['sh', '-c', check]) }
      return [
        fileWant('/srv/a/x', 'new\n', { mode: '0600' }, rest),
        fileWant('/srv/b/z', 'z\n', { owner: 'admin' }, rest),
        { kind: 'path', id: '/srv/b/y', state: null, ...rest },
        { kind: 'path', id: '/srv/b/l', state: { target: '../a/x' }, ...rest },
      ]
    }
    const failed = await bring(session, wants('ls /srv/a /srv/b >&2; exit 3'))
    expect(failed.replies).toHaveLength(1)
    expect(failed.replies[0]?.rc).toBe(3)
    expect(said(failed)).toMatch(/\/srv\/a:\nx\n\n\/srv\/b:\nl\nz\n[\s\S]*nothing was changed/)
    expect(await sh('cd /srv; find . -printf "%p %m %U %G %T@ %i\\n" | sort; cat a/x b/y')).toBe(before)
    const sees = 'test "$(cat /srv/b/l)" = new && test ! -e /srv/b/y && test "$(stat -c %a:%G /srv/a)" = 2750:adm'
    const passed = await bring(session, wants(sees))
    expect(said(passed)).toBe('')
    expect(await sh('cd /srv; cat b/l; ls b; stat -c %a:%U a/x b/z; ls -d /run/swk.*/[a-z]* 2>&1 | grep -c /u0')).toBe(
      'new\nl\nz\n600:root\n644:admin\n0\n',
    )
    expect(await sh('grep -c /srv /proc/mounts; rm -r /srv/*')).toBe('0\n')
  })
})
