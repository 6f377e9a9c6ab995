/** The shell loop survives every script of a frame (docs/protocol.md 2), as root, by `sudo -n` and by `sudo -S`. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { HostSession } from '../../../src/transport/host-session.ts'
import type { Frame, Session } from '../../../src/transport/session.ts'
import { connectSsh } from '../../../src/transport/ssh/connect.ts'
import { Logins } from '../../../src/transport/ssh/logins.ts'
import { frame, leftovers, one, roots, spec, step } from './rig.ts'

let host: LabHost
beforeAll(async () => {
  host = await up({ name: 'transport', image: 'base' })
})
afterAll(() => host?.stop())

const behind = (script: string): readonly Frame[] => [step(script), frame('', 'clear'), step('echo behind')]

describe.each(roots)('$how', ({ user, become }) => {
  let session: Session
  let nonce = ''
  const over = { user, ...(become && { become }) }

  beforeAll(async () => {
    const connection = await connectSsh(spec(host, over), new Logins())
    const overheard = {
      ...connection,
      open: async (...args: Parameters<typeof connection.open>) => {
        const channel = await connection.open(...args)
        const write = (bytes: Buffer | string) => {
          nonce ||= /^set -- '([0-9a-f]{24})'$/m.exec(bytes.toString('latin1'))?.[1] ?? ''
          channel.write(bytes)
        }
        return { ...channel, write }
      },
    }
    const own = new HostSession(overheard, become)
    await own.open()
    session = own
  })
  afterAll(() => session?.close())
  beforeEach(async () => {
    await session.exchange([frame('', 'clear')])
  })

  it.each([
    ['exit', 'echo a; exit 3', 3, 'a\n'],
    ['set -e', 'set -e; echo a; false; echo b', 1, 'a\n'],
    ['a syntax error', 'if then (', 2, ''],
    ['a cat that would eat the frames behind', 'cat; echo a', 0, 'a\n'],
    ['kill -9 of itself', 'echo a; kill -9 $$', 137, 'a\n'],
    ['kill -9 of its parent', 'kill -9 $PPID; sleep 0.2', 137, ''],
    ['kill of its process group', 'kill -s TERM 0; sleep 1', 143, ''],
    ['an output sent elsewhere', 'exec >/dev/null; echo a', 0, ''],
    ['a closed output', 'exec >&- 2>&-; echo a; exit 0', 0, ''],
    ['a closed input', 'exec <&-; cat; exit 0', 0, ''],
    ['a truncated output', 'echo aaaa; : >/proc/self/fd/1; echo b', 0, 'b\n'],
    ['NUL bytes', "printf 'a\\0b\\377'", 0, 'a\0b\xff'],
    ["the loop's own descriptors", 'for f in 3 9; do ( echo x >&$f ) 2>/dev/null && echo open; done; exit 0', 0, ''],
    ['a terminal', '( : </dev/tty ) 2>/dev/null && echo tty; exit 0', 0, ''],
    ['an exec', 'exec true', 0, ''],
    ['a function called run and traps', "run() { exit 9; }; trap '' HUP INT TERM PIPE; echo a", 0, 'a\n'],
  ])('survives %s', async (_, script, rc, stdout) => {
    const [reply, , after] = await session.exchange(behind(script))
    expect(reply).toMatchObject({ rc, skipped: false, cut: false })
    expect(reply?.stdout.toString('latin1')).toBe(stdout)
    expect(after?.stdout.toString()).toBe('behind\n')
  })

  it('runs nothing after a required step that failed, whatever is cleared in the same exchange', async () => {
    const required = (script: string) => frame(script, 'required')
    const [, , after] = await session.exchange([required('true'), frame('', 'clear'), step('echo after')])
    expect(after?.stdout.toString()).toBe('after\n')
    const large = frame('cat >/dev/null; false', 'required', { payload: randomBytes(2_000_000) })
    for (const failing of [required('echo why >&2; exit 9'), large]) {
      const replies = await session.exchange([failing, frame('', 'clear'), step('echo never'), frame('', 'clear')])
      expect(replies.map(({ rc, skipped }) => (skipped ? 'skipped' : rc))).toEqual([expect.anything(), 0, 'skipped', 0])
      expect(replies[0]?.rc).toBeGreaterThan(0)
      const [, next] = await session.exchange([frame('', 'clear'), step('echo next')])
      expect(next?.stdout.toString()).toBe('next\n')
    }
  })

  it.each(['HUP', 'INT', 'QUIT', 'ILL', 'ABRT', 'SEGV', 'PIPE', 'ALRM', 'TERM', 'USR1'])(
    'survives a death by SIG%s',
    async signal => {
      const [reply, , after] = await session.exchange(behind(`kill -s ${signal} $$; sleep 5`))
      expect(reply?.rc).toBeGreaterThan(128)
      expect(after?.stdout.toString()).toBe('behind\n')
    },
  )

  it('is not fooled by frames in the output, with the nonce that is really used', async () => {
    expect(nonce).toMatch(/^[0-9a-f]{24}$/)
    const fake = `printf '\\n${nonce} hello 1 0 /x\\n${nonce}+\\n${nonce} 1 0 0 0 0\\n${nonce} 99 0 5 0 0\\n'; printf '${nonce}:' >&2`
    const [reply, after] = await session.exchange([step(fake), step('echo behind')])
    expect(reply?.stdout.toString()).toContain(`${nonce} 99 0 5 0 0\n`)
    expect(after?.stdout.toString()).toBe('behind\n')
  })

  it('runs a script of 2 MB', async () => {
    expect((await one(session, step(`: '${'x'.repeat(2e6)}'\necho end`))).stdout.toString()).toBe('end\n')
  })

  it('carries 3 MB of random bytes both ways', async () => {
    const payload = randomBytes(3_000_000)
    const reply = await one(session, frame('cat', 'probe', { payload }))
    expect(reply.cut).toBe(false)
    expect(reply.stdout.equals(payload)).toBe(true)
  })

  it('works 40 frames off in order, each with its own input', async () => {
    const frames = Array.from({ length: 40 }, (_, i) => step(`cat; echo ${i} >&2`, { payload: randomBytes(i * 100) }))
    const before = session.traffic.roundTrips
    const replies = await session.exchange(frames)
    expect(session.traffic.roundTrips - before).toBe(1)
    replies.forEach((reply, i) => {
      expect(reply.stdout.equals(frames[i]?.payload as Buffer)).toBe(true)
      expect(reply.stderr.toString()).toBe(`${i}\n`)
    })
  })

  it('gives each frame an environment of its own', async () => {
    const [, reply] = await session.exchange([
      step('cd /etc; umask 077; A=1; export A; set -f'),
      step('pwd; umask; echo "$A"; echo /et*; echo $LC_ALL; id -un'),
    ])
    expect(reply?.stdout.toString()).toBe('/\n0022\n\n/etc\nC\nroot\n')
  })

  it('ends a step after its time, also one that is stopped', async () => {
    for (const script of ['sleep 20', 'kill -s STOP $$; sleep 20']) {
      const began = performance.now()
      expect((await one(session, step(script, { timeout: 1 }))).rc).toBe(124)
      expect(performance.now() - began).toBeLessThan(5000)
      await session.exchange([frame('', 'clear')])
    }
  })

  it('kills a step that ignores TERM 5 s later', async () => {
    const reply = await one(session, step("trap '' TERM; while :; do sleep 1; done", { timeout: 1 }))
    expect(reply.rc).toBe(137)
  })

  it('keeps what is printed late out of the next reply', async () => {
    const [first, second] = await session.exchange([
      step('( sleep 0.3; echo late; echo late >&2 ) & echo now'),
      step('sleep 0.6; echo next'),
    ])
    expect(first?.stdout.toString()).toBe('now\n')
    expect(`${second?.stdout}${second?.stderr}`).toBe('next\n')
  })

  it('does not wait for a daemon that keeps all that it inherited', async () => {
    const began = performance.now()
    for (const kind of ['step', 'long', 'probe'] as const)
      expect((await one(session, frame('setsid sleep 15 & echo up', kind))).stdout.toString()).toBe('up\n')
    expect(performance.now() - began).toBeLessThan(5000)
  })

  it('takes 1 GB of output of a long step and says that it dropped it', async () => {
    let shown = 0
    const [reply] = await session.exchange([frame('head -c 1073741824 /dev/zero; exit 5', 'long')], chunk => {
      shown += chunk.length
    })
    expect(reply).toMatchObject({ rc: 5, cut: true })
    expect(shown).toBe(reply?.stdout.length)
    expect(shown).toBeLessThanOrEqual(2 << 20)
  })

  it('counts what a long step has shown already: a part sent earlier does not spare an output from being cut', async () => {
    const parts = (first: number, second: number) =>
      one(session, frame(`head -c ${first} /dev/zero; sleep 0.5; head -c ${second} /dev/zero`, 'long'))
    expect(await parts(700_004, 500_000)).toMatchObject({ rc: 0, cut: true })
    const whole = await parts(700_004, (1 << 20) - 700_004)
    expect([whole.cut, whole.stdout.length]).toEqual([false, 1 << 20])
  })

  it('cuts what a step prints over 1 MiB, and kills a read that prints over 4 MiB', async () => {
    const loud = await one(session, step('head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2'))
    expect([loud.rc, loud.cut, loud.stdout.length, loud.stderr.length]).toEqual([0, true, 1 << 20, 1 << 20])
    const read = await one(session, frame('head -c 9000000 /dev/zero', 'probe'))
    expect([read.rc, read.stdout.length]).toEqual([153, 4 << 20])
  })

  it('shows the output of a long step as it comes', async () => {
    const times: number[] = []
    const [reply] = await session.exchange([frame('for i in 1 2 3; do echo $i; sleep 0.5; done', 'long')], () => {
      times.push(performance.now())
    })
    expect(reply?.stdout.toString()).toBe('1\n2\n3\n')
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(700)
  })

  it('skips what is behind a failure until it is told to go on', async () => {
    const replies = await session.exchange([
      step('exit 1'),
      step('touch /run/ran'),
      frame('touch /run/ran', 'long'),
      frame('', 'clear'),
      step('ls /run/ran'),
    ])
    expect(replies.map(reply => reply.skipped)).toEqual([false, true, true, false, false])
    expect(replies[4]?.rc).toBe(2)
  })

  it('leaves nothing of a payload behind, whether its step ran or was skipped', async () => {
    const payload = Buffer.from('top secret')
    await session.exchange([step('cat >/dev/null', { payload }), step('exit 1'), step('cat', { payload })])
    expect((await host.run('grep -rl "top secret" /run/swk.* /tmp 2>/dev/null')).stdout).toBe('')
  })
})

it('leaves nothing on the host when all sessions are closed', async () => {
  await new Promise(resolve => setTimeout(resolve, 300))
  expect(await leftovers(host)).toBe('')
})
