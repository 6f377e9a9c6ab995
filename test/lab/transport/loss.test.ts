/** Connections that are lost, controllers that are killed, locks that are held, steps that are cancelled. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { connect } from '../../../src/transport/connect.ts'
import type { Frame, Reply, Session, SshSpec } from '../../../src/transport/session.ts'
import { type Breakage, proxyTo } from './proxy.ts'
import { frame, leftovers, one, refusal, roots, spec, step, until, watchedClosely, withSession } from './rig.ts'

let host: LabHost
beforeAll(async () => {
  host = await up({ name: 'transport-loss', image: 'base' })
})
afterAll(() => host?.stop())

const through = (port: number, over: Partial<SshSpec> = {}): SshSpec =>
  spec(host, { host: '127.0.0.1', port, hostKeyAlias: host.address, ...over })
const lockIsFree = async () => (await host.run('flock -n /run/swk.lock true')).code === 0
const exists = async (path: string) => (await host.run(`test -e ${path}`)).code === 0

describe.each(roots)('$how', ({ user, become }) => {
  const of = () => spec(host, { user, ...(become && { become }) })

  it('a controller that is killed: the step finishes, none behind it runs, the lock is free, no trace is left', async () => {
    await host.run('rm -f /root/began')
    const script = fileURLToPath(new URL('./controller.ts', import.meta.url))
    const child = spawn(process.execPath, [script], { stdio: ['pipe', 'inherit', 'inherit'] })
    child.stdin.end(JSON.stringify(of()))
    await until(() => exists('/root/began'), 15_000)
    child.kill('SIGKILL')
    expect(await lockIsFree()).toBe(false)
    await until(lockIsFree, 10_000)
    await until(async () => (await leftovers(host)) === '', 10_000)
    expect((await host.run('cd /root; ls done behind* 2>/dev/null')).stdout).toBe('done\n')
  })

  it.each(['step', 'long', 'probe'] as const)(
    'cancelling ends a %s at once and what is behind it does not run',
    async kind => {
      await withSession(of(), async session => {
        await one(session, step('rm -f /root/began /root/behind'))
        const began = performance.now()
        const replies = session.exchange([
          frame('touch /root/began; sleep 30', kind, { timeout: 60 }),
          step('touch /root/behind'),
          frame('', 'clear'),
          step('touch /root/behind'),
        ])
        await until(() => exists('/root/began'), 10_000)
        await session.cancel()
        expect((await replies).map(({ rc, skipped }) => (skipped ? 'skipped' : rc))).toEqual([
          143,
          'skipped',
          0,
          'skipped',
        ])
        expect(performance.now() - began).toBeLessThan(3000)
        const after = await session.exchange([frame('', 'clear'), step('ls /root/behind 2>&1; echo on')])
        expect(after[1]?.stdout.toString()).toMatch(/No such file.*\non\n$/s)
      })
    },
  )

  it('a held lock names its holder, what is behind is skipped; it is free when the holder closes', async () => {
    const holder = "somebody@there 'pid' 7"
    const second = await connect(of())
    await withSession(of(), async first => {
      expect(await one(first, frame(holder, 'lock'))).toMatchObject({ rc: 0 })
      const [busy, skipped] = await second.exchange([frame('another', 'lock'), step('true')])
      expect(busy?.rc).toBe(75)
      expect(busy?.stdout.toString()).toBe(holder)
      expect(skipped?.skipped).toBe(true)
      // The holder may ask twice, and a daemon of its own does not keep the lock.
      const again = await first.exchange([frame(holder, 'lock'), step('setsid sleep 20 &')])
      expect(again.map(reply => reply.rc)).toEqual([0, 0])
    })
    const [, mine] = await second.exchange([frame('', 'clear'), frame('another', 'lock')])
    expect(mine?.rc).toBe(0)
    await second.close()
    expect((await host.run('stat -c %a /run/swk.lock /run/swk.lock.turn')).stdout).toBe('600\n600\n')
  })
})

it('whoever fails to take the lock reads the name of its holder, however slowly that is written', async () => {
  await host.run(
    `printf %s 'an earlier holder' >/run/swk.lock; cat >/usr/local/sbin/cat && chmod +x /usr/local/sbin/cat`,
    {
      input: '#!/bin/sh\n[ "$(readlink "/proc/$$/fd/1")" != /run/swk.lock ] || sleep 1\nexec /bin/cat "$@"\n',
    },
  )
  const sessions = await Promise.all(['a', 'b', 'c'].map(() => connect(spec(host))))
  const replies = await Promise.all(sessions.map((session, at) => one(session, frame(`holder ${at}`, 'lock'))))
  await Promise.all(sessions.map(session => session.close()))
  await host.run('rm /usr/local/sbin/cat')
  expect(replies.map(({ rc }) => rc).sort()).toEqual([0, 75, 75])
  expect(replies.map(({ stdout }) => stdout.toString())).toEqual(
    Array(3).fill(`holder ${replies.findIndex(({ rc }) => rc === 0)}`),
  )
})

it.each(['reset', 'end'] as const)(
  'a line that breaks by %s in the middle of a step: unreachable, at once',
  async how => {
    const proxy = await proxyTo(host.address)
    const session = await connect(through(proxy.port))
    await one(session, step('true'))
    const began = performance.now()
    const lost = refusal(session.exchange([step('sleep 2')]))
    setTimeout(() => proxy.break(how), 300)
    expect((await lost).code).toBe('unreachable')
    expect(performance.now() - began).toBeLessThan(2000)
    expect((await refusal(session.exchange([step('true')]))).code).toBe('unreachable')
    await session.close()
    await session.cancel()
    proxy.close()
  },
)

it.each([
  [0, 'reset'],
  [0, 'end'],
  [0, 'silence'],
  [20, 'reset'],
  [20, 'end'],
  [20, 'silence'],
  [900, 'reset'],
  [1500, 'end'],
  [1500, 'silence'],
  [2200, 'reset'],
  [2600, 'end'],
  [2600, 'silence'],
] satisfies [number, Breakage][])(
  'a line that breaks after %i bytes from the host by %s: unreachable, in time',
  async (bytes, how) => {
    const proxy = await proxyTo(host.address, { bytes, how })
    const began = performance.now()
    const tried = connect(through(proxy.port, { connectTimeout: 2 })).then(session =>
      session.exchange([step('true', { timeout: 1 })]),
    )
    expect((await refusal(tried)).code).toBe('unreachable')
    expect(performance.now() - began).toBeLessThan(how === 'silence' ? 6000 : 2500)
    proxy.close()
  },
)

it('sshd killed under the session: unreachable, at once', async () => {
  const session = await connect(spec(host))
  const { stdout } = await one(
    session,
    step('read -r _ _ _ loop _ </proc/$PPID/stat; read -r _ _ _ sshd _ </proc/$loop/stat; echo $sshd'),
  )
  const began = performance.now()
  const lost = refusal(session.exchange([step('sleep 5')]))
  await host.run(`kill -9 ${stdout.toString().trim()}`)
  expect((await lost).code).toBe('unreachable')
  expect(performance.now() - began).toBeLessThan(2000)
  await session.close()
})

it('a loop that is killed: an error at once, not a wait', async () => {
  const session = await connect(spec(host))
  const lost = refusal(session.exchange([step('read -r _ _ _ loop _ </proc/$PPID/stat; kill -9 $loop; sleep 1')]))
  expect((await lost).code).toBe('protocol')
  await session.close()
})

it('a black hole: the controller knows within 40 s, the host frees the lock by itself', async () => {
  const proxy = await proxyTo(host.address)
  const session = await watchedClosely(through(proxy.port))
  await session.exchange([frame('in a hole', 'lock'), step('true')])
  const began = performance.now()
  proxy.break('silence')
  const lost = refusal(session.exchange([step('touch /root/never')]))
  expect((await lost).code).toBe('unreachable')
  expect(performance.now() - began).toBeLessThan(42_000)
  await until(lockIsFree, 40_000)
  expect(await exists('/root/never')).toBe(false)
  await session.close()
  proxy.close()
})

it.each(['-1 hour', '+1 hour'])('a wall clock that jumps by %s is no silence: an idle session lives on', async jump => {
  const session = await watchedClosely(spec(host))
  const where = (await one(session, step('dirname "$0"'))).stdout.toString().trim()
  // As a jump looks to the loop: the time of its last frame is suddenly long ago.
  await host.run(`touch -d '${jump}' ${where}/at`)
  await new Promise(resolve => setTimeout(resolve, 12_000))
  expect((await one(session, step('echo here'))).stdout.toString()).toBe('here\n')
  await session.close()
})

it('with MaxSessions 1 cancelling takes a connection of its own', async () => {
  await host.run('echo "MaxSessions 1" > /etc/ssh/sshd_config.d/one.conf; systemctl restart ssh')
  await withSession(spec(host, { user: 'admin', become: {} }), async session => {
    await one(session, step('rm -f /root/began'))
    const replies = session.exchange([step('touch /root/began; sleep 30', { timeout: 60 }), step('true')])
    await until(() => exists('/root/began'), 10_000)
    await session.cancel()
    expect((await replies).map(({ rc }) => rc)).toEqual([143, -1])
  })
  await host.run('rm /etc/ssh/sshd_config.d/one.conf; systemctl restart ssh')
})

describe('an input larger than the free part of /run', () => {
  const payload = Buffer.alloc(12_000_000, 'x')
  const fills = 'mount -o remount,size=8M /run'

  it('is kept on disk meanwhile', async () => {
    await host.run(fills)
    await withSession(spec(host), async session => {
      const [reply, after] = await session.exchange([step('wc -c', { payload }), step('ls /var/tmp')])
      expect([reply?.rc, reply?.stdout.toString().trim()]).toEqual([0, '12000000'])
      expect(after?.stdout.toString()).not.toContain('swk')
    }).finally(() => host.run('mount -o remount,size=20% /run'))
  })

  it('that no disk has room for fails its own step, not the host', async () => {
    await host.run(`${fills}; mount -t tmpfs -o size=1M none /var/tmp`)
    await withSession(spec(host), async session => {
      const replies = await session.exchange([
        step('wc -c', { payload }),
        step('wc -c', { payload }),
        frame('', 'clear'),
        step('wc -c', { payload: payload.subarray(0, 5) }),
      ])
      expect(replies.map(({ rc, skipped }) => (skipped ? 'skipped' : rc))).toEqual([73, 'skipped', 0, 0])
      expect(replies[0]?.stderr.toString()).toMatch(/no space left/)
      expect((await one(session, step('test -c /dev/null'))).rc).toBe(0)
    }).finally(() => host.run('umount /var/tmp; mount -o remount,size=20% /run'))
  })

  it('that no disk has room for reaches a step that checks it as it arrives; the frames behind it are kept apart', async () => {
    await host.run(`${fills}; mount -t tmpfs -o size=1M none /var/tmp`)
    await withSession(spec(host), async session => {
      const streamed = (script: string) => step(script, { payload, streams: true })
      const replies = await session.exchange([
        streamed('sha256sum'),
        streamed('head -c 300000 | wc -c; exit 9'),
        streamed('wc -c'),
        frame('', 'clear'),
        step('cat', { payload: payload.subarray(0, 5) }),
      ])
      expect(replies.map(({ rc, skipped }) => (skipped ? 'skipped' : rc))).toEqual([0, 9, 'skipped', 0, 0])
      expect(replies.map(({ stdout }) => stdout.toString().trim())).toEqual([
        `${createHash('sha256').update(payload).digest('hex')}  -`,
        '300000',
        '',
        '',
        'xxxxx',
      ])
      const [ended, skipped] = await cancelled(session, [
        streamed('head -c 9 >/dev/null; touch /root/began; sleep 30'),
        streamed('wc -c'),
      ])
      expect([ended?.rc, skipped?.skipped]).toEqual([143, true])
      expect((await session.exchange([frame('', 'clear'), step('cat', { payload: Buffer.from('a') })]))[1]?.rc).toBe(0)
    }).finally(() => host.run('umount /var/tmp; mount -o remount,size=20% /run'))
    expect(await leftovers(host)).toBe('')
  })
})

/** The replies to `frames`, cancelled as soon as one has begun. */
async function cancelled(session: Session, frames: readonly Frame[]): Promise<readonly Reply[]> {
  await host.run('rm -f /root/began')
  const replies = session.exchange(frames)
  await until(() => exists('/root/began'), 10_000)
  await session.cancel()
  return replies
}

it('a read whose output found no room on the host fails, it does not tell half', async () => {
  await host.run('mount -o remount,size=4M /run')
  await withSession(spec(host), async session => {
    const [, half] = await session.exchange([
      step('head -c 3900K /dev/zero >/run/fill; true'),
      frame('seq 1 30000; true', 'probe'),
    ])
    expect(half?.rc).toBe(73)
    const [, , whole] = await session.exchange([
      frame('', 'clear'),
      step('rm /run/fill'),
      frame('seq 1 30000', 'probe'),
    ])
    expect(whole).toMatchObject({ rc: 0, stdout: { length: 168894 } })
  }).finally(() => host.run('rm -f /run/fill; mount -o remount,size=20% /run'))
})
