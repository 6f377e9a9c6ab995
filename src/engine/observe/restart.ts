/** A host that goes down on purpose: waits until it answers from another boot, and is ready. */
import { setTimeout as sleep } from 'node:timers/promises'
import { SwkError } from '../../errors/diagnostic.ts'
import { kindOf } from '../../resources/index.ts'
import type { Restart } from '../../resources/kind.ts'
import type { Frame, Reply, Session } from '../../transport/session.ts'
import type { Change } from '../plan/change.ts'

export function restartOf(changes: readonly Pick<Change, 'want'>[]): Restart | undefined {
  for (const { want } of changes) {
    const restart = kindOf(want.kind).restart?.(want)
    if (restart !== undefined) return restart
  }
  return undefined
}

export const markFrame = ({ mark }: Restart): Frame => ({ kind: 'probe', script: mark, timeout: 10 })

/** Milliseconds between two attempts. */
const interval = 1000

/** `before`: the mark of the boot that ends. Throws SwkError. */
export async function awaitRestart(session: Session, restart: Restart, before: string): Promise<void> {
  const { delay, timeout, settle, test } = restart
  await sleep(delay * 1000)
  await attempt(timeout, 'unreachable', async () => {
    await session.reopen?.()
    const reply = await ask(session, markFrame(restart))
    return reply.stdout.toString('utf8') === before ? 'the host has not gone down' : undefined
  })
  await sleep(settle * 1000)
  await attempt(timeout, 'condition-timeout', async () => {
    const { rc, stderr } = await ask(session, { kind: 'probe', script: test, timeout: 60 })
    return rc === 0 ? undefined : `the test failed: exit ${rc} ${stderr.toString('utf8').trim()}`.trim()
  })
}

async function ask(session: Session, frame: Frame): Promise<Reply> {
  const [reply] = await session.exchange([frame])
  return reply as Reply
}

/** Until `work` returns no reason to go on. A key that has changed is another host's. */
async function attempt(
  timeout: number,
  code: 'unreachable' | 'condition-timeout',
  work: () => Promise<string | undefined>,
): Promise<void> {
  const end = performance.now() + timeout * 1000
  for (;;) {
    const why = await work().catch((error: unknown) => {
      const [first] = error instanceof SwkError ? error.diagnostics : []
      if (first === undefined || first.code.startsWith('host-key-')) throw error
      return first.message
    })
    if (why === undefined) return
    if (performance.now() > end)
      throw new SwkError({ code, message: `not ready ${timeout} s after its reboot: ${why}` })
    await sleep(interval)
  }
}
