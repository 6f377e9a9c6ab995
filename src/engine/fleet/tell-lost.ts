/** Events of hosts that could not be reached, or that were lost. */
import type { Emit, SwkEvent } from '../events.ts'
import { describeLost, Reported } from '../report/lost.ts'

type TaskEvent = Extract<SwkEvent, { type: 'task' }>

export function tellLost(host: string, error: unknown, emit: Emit): void {
  const lost = describeLost(error)
  if (!(error instanceof Reported)) emit(connectEvent(host, lost))
  emit({ type: 'host:end', host, status: lost.status })
}

/** What happens before the first task, or between two. */
export function connectEvent(host: string, { status, error }: ReturnType<typeof describeLost>): TaskEvent {
  const about = { host, task: 'Connect', module: 'connect', section: 'connect' }
  return { type: 'task', ...about, status, ms: 0, diff: [], error }
}
