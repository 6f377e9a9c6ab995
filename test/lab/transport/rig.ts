/** What the tests of the transport share: a session on a lab host, and the three ways to become root. */

import { SwkError } from '../../../src/errors/diagnostic.ts'
import { type LabHost, people } from '../../../src/lab/index.ts'
import { raw, type Sh, sh } from '../../../src/shell/sh.ts'
import { connect } from '../../../src/transport/connect.ts'
import { HostSession } from '../../../src/transport/host-session.ts'
import type { BecomeSpec, Frame, FrameKind, Reply, Session, SshSpec } from '../../../src/transport/session.ts'
import { connectSsh } from '../../../src/transport/ssh/connect.ts'
import { Logins } from '../../../src/transport/ssh/logins.ts'

/** How root is had: directly, by `sudo -n`, by `sudo -S`. */
export const roots: readonly { readonly how: string; readonly user: string; readonly become?: BecomeSpec }[] = [
  { how: 'root', user: 'root' },
  { how: 'sudo -n', user: 'admin', become: {} },
  { how: 'sudo -S', user: 'operator', become: { password: people.operator } },
]

export function spec(host: LabHost, over: Partial<SshSpec> = {}): SshSpec {
  return {
    type: 'ssh',
    host: host.address,
    port: 22,
    user: 'root',
    identityFiles: [host.keyFile],
    knownHostsFiles: [host.knownHosts],
    strictHostKeyChecking: 'yes',
    connectTimeout: 10,
    ...over,
  }
}

/** Runs `work` in a session that is closed whatever happens. */
export async function withSession<T>(of: SshSpec, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await connect(of)
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

/** A session whose watchdog on the host looks every 9 s rather than every 30: 90 s are long for a test. */
export async function watchedClosely(of: SshSpec): Promise<Session> {
  const connection = await connectSsh(of, new Logins())
  const session = new HostSession(
    {
      ...connection,
      open: async (...args) => {
        const channel = await connection.open(...args)
        // As many bytes as before: their number is sent ahead.
        const write = (bytes: Buffer | string) =>
          channel.write(Buffer.from(bytes.toString('latin1').replace('sleep 30', 'sleep  9'), 'latin1'))
        return { ...channel, write }
      },
    },
    of.become,
  )
  await session.open()
  return session
}

/** A test's own text, as it is. */
export const text = (script: string): Sh => sh`${raw(script as Sh)}`

export function frame(script: string, kind: FrameKind = 'step', more: Partial<Frame> = {}): Frame {
  return { kind, script: text(script), timeout: 20, ...more }
}

export const step = (script: string, more: Partial<Frame> = {}): Frame => frame(script, 'step', more)

export async function one(session: Session, what: Frame): Promise<Reply> {
  const [reply] = await session.exchange([what])
  return reply as Reply
}

/** The code of the SwkError that a promise rejects with, and its message; fails the test if it resolves. */
export async function refusal(
  promise: Promise<unknown>,
): Promise<{ code: string; message: string; found?: string; expected?: string; hint?: string }> {
  try {
    await promise
  } catch (error) {
    if (error instanceof SwkError && error.diagnostics[0] !== undefined) return error.diagnostics[0]
    throw error
  }
  throw new Error('it was not refused')
}

/** Who a session of this specification is on the host. */
export const whoami = (of: SshSpec): Promise<string> =>
  withSession(of, async session => (await one(session, step('id -un'))).stdout.toString().trim())

/** `plain` (plain-password) may log in with the lab's key, and nothing more. */
export async function addPlainUser(host: LabHost): Promise<void> {
  await host.run(`useradd -m -s /bin/bash plain; echo plain:plain-password | chpasswd
    install -d -o plain -m 700 /home/plain/.ssh; install -o plain -m 600 /root/.ssh/authorized_keys /home/plain/.ssh/`)
}

/** Processes of swk's that are left on a host: loops, their watchdogs, temporary folders. */
export async function leftovers(host: LabHost): Promise<string> {
  return (
    await host.run(
      'ls -d /run/swk.*/ /tmp/tmp.* 2>/dev/null; ps -eo args 2>/dev/null | grep -c "[r]ead -r n" | grep -v "^0$"',
    )
  ).stdout.trim()
}

export async function until(what: () => Promise<boolean>, ms: number): Promise<number> {
  const began = performance.now()
  while (!(await what())) {
    if (performance.now() - began > ms) throw new Error(`it did not come to be within ${ms} ms`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  return performance.now() - began
}
