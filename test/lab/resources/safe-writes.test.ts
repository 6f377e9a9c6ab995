/** Writes lose nothing: metadata, another program's change, the directory after a signal. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { renderFrame, renderSteps } from '../../../src/engine/apply/steps.ts'
import { planChange } from '../../../src/engine/plan/change.ts'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { connect } from '../../../src/transport/connect.ts'
import type { Session } from '../../../src/transport/session.ts'
import { spec } from '../transport/rig.ts'
import { bring, converge, fileWant, said, see } from './bench.ts'

let host: LabHost
let session: Session
beforeAll(async () => {
  host = await up({ name: 'safe-writes', image: 'base' })
  session = await connect(spec(host))
})
afterAll(async () => {
  await session?.close()
  await host?.stop()
})
beforeEach(() => sh('chattr -R -i -a /srv 2>/dev/null; rm -rf /srv; mkdir /srv'))

const sh = async (script: string): Promise<string> => (await host.run(script)).stdout
const setXattr = (name: string, hex: string, file: string): string =>
  `perl -e 'my %n = (x86_64 => 188, aarch64 => 5); use POSIX (); my $v = pack "H*", "${hex}"; my ($f, $n) = @ARGV; syscall($n{(POSIX::uname())[4]}, $f, $n, $v, length $v, 0) == 0 or die "$n: $!"' ${file} ${name}`
const getXattr = (name: string, file: string): string =>
  `perl -e 'my %n = (x86_64 => 191, aarch64 => 8); use POSIX (); my $v = "\\0" x 99; my ($f, $n) = @ARGV; my $l = syscall($n{(POSIX::uname())[4]}, $f, $n, $v, 99); print $l < 0 ? "none: $!" : unpack "H*", substr $v, 0, $l' ${file} ${name}`

/** Before: all three were gone without a word (a new inode took the file's place). */
test('ACL, user attributes and capabilities stay when the content changes', async () => {
  const acl = '0200000001000600ffffffff02000600010000000400040 0ffffffff10000600ffffffff20000000ffffffff'.replaceAll(
    ' ',
    '',
  )
  const caps = '0100000200200000000000000000000000000000'
  await sh(`echo old >/srv/f; chmod 640 /srv/f`)
  for (const [name, value] of [
    ['user.origin', '6d696e65'],
    ['system.posix_acl_access', acl],
    ['security.capability', caps],
  ] as const) {
    expect((await host.run(setXattr(name, value, '/srv/f'))).stderr, name).toBe('')
  }
  await converge(session, fileWant('/srv/f', 'new\n'))
  expect(await sh('cat /srv/f')).toBe('new\n')
  expect(await sh(getXattr('user.origin', '/srv/f'))).toBe('6d696e65')
  expect(await sh(getXattr('system.posix_acl_access', '/srv/f'))).toBe(acl)
  expect(await sh(getXattr('security.capability', '/srv/f'))).toBe(caps)
})

/** Before: the file was parted from its other name without a word. */
test('a file with two names is seen as such, and its content is not replaced', async () => {
  await sh('echo old >/srv/f; ln /srv/f /srv/g')
  expect(await see(session, { kind: 'path', id: '/srv/f' })).toMatchObject({ held: '2 hard links' })
  expect(said(await bring(session, [fileWant('/srv/f', 'new\n')]))).toContain('2 hard links')
  expect(await sh('cat /srv/f; ls -A /srv')).toBe('old\nf\ng\n')
})

/** Before: the text that was read before was written over the other program's. */
test.each([
  ['another content', 'echo theirs >>/srv/f'],
  ['a link', 'ln -sfT /etc/hostname /srv/f'],
  ['a pipe', 'rm /srv/f; mkfifo /srv/f'],
  ['nothing', 'rm /srv/f'],
])('content is not written where there is %s since it was read', async (_what, meanwhile) => {
  await sh('echo old >/srv/f')
  const want = fileWant('/srv/f', 'mine\n')
  const change = planChange(want, await see(session, want))
  await sh(meanwhile)
  const before = await sh('ls -l /srv; [ -p /srv/f ] || cat /srv/f')
  const frames = renderSteps(change ? [change] : []).map(step => renderFrame(step, undefined))
  const replies = await session.exchange(frames)
  expect(replies.map(({ rc }) => rc)).toEqual([9])
  await session.exchange([{ kind: 'clear', script: ':' as never, timeout: 10 }])
  expect(await sh('ls -l /srv; [ -p /srv/f ] || cat /srv/f')).toBe(before)
})

test('a file that appeared since it was read is not replaced', async () => {
  const want = fileWant('/srv/f', 'mine\n')
  const change = planChange(want, await see(session, want))
  await sh('echo theirs >/srv/f')
  const replies = await session.exchange(renderSteps(change ? [change] : []).map(step => renderFrame(step, undefined)))
  expect(replies.map(({ stderr }) => `${stderr}`).join('')).toContain('f was changed since it was read')
  await session.exchange([{ kind: 'clear', script: ':' as never, timeout: 10 }])
  expect(await sh('cat /srv/f; ls -A /srv')).toBe('theirs\nf\n')
})

/** Before: they stayed for good, with content and final mode. */
test('temporary files of a killed run are removed by the next write in that directory', async () => {
  await sh('touch /srv/.swk.999999999.0123456789abcdef01 /srv/.swk.conf /srv/.swk.x.y')
  await sh('touch "/srv/.swk.$$.a"; setsid sleep 60 </dev/null >/dev/null 2>&1 & touch "/srv/.swk.$!.b"')
  await converge(session, fileWant('/srv/f', 'new\n'))
  const left = (await sh('ls -A /srv')).split('\n')
  expect(left).toEqual(expect.arrayContaining(['.swk.conf', '.swk.x.y', 'f']))
  expect(left.some(name => name.endsWith('.0123456789abcdef01') || name.endsWith('.a'))).toBe(false)
  expect(left.some(name => name.endsWith('.b'))).toBe(true)
})

test('a signal removes the temporary file', async () => {
  const want = fileWant('/srv/f', 'new\n', {}, { validate: ['sh', '-c', 'kill -TERM $PPID; sleep 0.2; : %s'] })
  const { replies } = await bring(session, [want])
  expect(replies.map(({ rc }) => rc)).toEqual([143])
  expect(await sh('ls -A /srv')).toBe('')
})

test('a directory that a list opens to others is seen as such', async () => {
  const acl = '0200000001000700ffffffff0200070002000000040007 00ffffffff10000700ffffffff20000000ffffffff'.replace(
    ' ',
    '',
  )
  await sh('mkdir /srv/listed /srv/plain; chmod 770 /srv/listed /srv/plain; touch /srv/listed/f')
  expect((await host.run(setXattr('system.posix_acl_access', acl, '/srv/listed'))).stderr).toBe('')
  const states = ['/srv/listed', '/srv/plain'].map(id => see(session, { kind: 'path', id, need: 'meta' }))
  expect((await Promise.all(states)).map(state => state?.list)).toEqual(['u:bin:7,g::7,m::7,', undefined])
})
