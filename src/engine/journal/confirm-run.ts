/** Confirms a run over a new connection: what logs in, becomes root and runs a step now does so after a change, too. */
import { SwkError } from '../../errors/diagnostic.ts'
import type { Session } from '../../transport/session.ts'
import { renderFrame } from '../apply/steps.ts'
import type { Emit } from '../events.ts'
import type { Journal } from './journal.ts'

type Confirmed = { readonly host: string; readonly journal: Journal; readonly emit: Emit }

/** False where the run is not confirmed: the host takes it back. */
export async function confirmRun(
  { host, journal, emit }: Confirmed,
  connect: () => Promise<{ readonly session: Session }>,
): Promise<boolean> {
  const { confirm = 0 } = journal
  const start = performance.now()
  const about = { host, task: 'Confirm the run over a new connection', module: 'confirm', section: 'verification' }
  const problem = await attempt(journal, connect)
  const ended = { ...about, type: 'task' as const, ms: Math.round(performance.now() - start), diff: [] }
  if (problem === undefined) emit({ ...ended, status: 'ok' })
  else {
    const hint = `the host takes the run back by itself within ${confirm} s`
    emit({ ...ended, status: 'failed', error: { code: 'verification-failed', message: problem, hint } })
  }
  return problem === undefined
}

async function attempt(journal: Journal, connect: () => Promise<{ readonly session: Session }>) {
  try {
    const { session } = await connect()
    try {
      const [reply] = await session.exchange([renderFrame(journal.disarm(), undefined)])
      return reply?.rc === 0 ? undefined : reply?.stderr.toString('utf8').trim()
    } finally {
      await session.close()
    }
  } catch (error) {
    if (error instanceof SwkError) return error.message
    throw error
  }
}
