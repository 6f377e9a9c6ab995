/** How the end of a host is reported: the connection was lost, sudo failed, or swk broke. */
import { SwkError } from '../../errors/diagnostic.ts'
import { CutOff } from '../apply/cut-off.ts'
import { reportItems } from '../result/outcomes.ts'
import type { Task } from '../task.ts'
import type { TaskResult } from './report.ts'

/** The task at work has already been reported with it. */
export class Reported extends Error {
  override readonly name = 'Reported'
  constructor(cause: unknown) {
    super('reported', { cause })
  }
}

/** What ended the host, whatever it was wrapped in. */
const causeOf = (error: unknown): unknown =>
  error instanceof Reported || error instanceof CutOff ? causeOf(error.cause) : error

const unreachable: ReadonlySet<string> = new Set([
  'unreachable',
  'auth-failed',
  'host-key-unknown',
  'host-key-changed',
  'host-key-revoked',
])

export function describeLost(error: unknown) {
  const cause = causeOf(error)
  const first = cause instanceof SwkError ? cause.diagnostics[0] : undefined
  const code = first?.code ?? 'bug'
  const message = first
    ? [first.message, first.found, first.expected && `expected ${first.expected}`].filter(Boolean).join(': ')
    : String((cause as Error)?.stack ?? cause)
  const status = unreachable.has(code) ? ('unreachable' as const) : ('failed' as const)
  return { status, error: { code, message, ...(first?.hint === undefined ? {} : { hint: first.hint }) } }
}

/** The results of the tasks that were at work; their steps may have run. Of the later ones only those are told of which something may be left. */
export function describeCutOff(
  error: unknown,
  task: Task,
): readonly (Omit<TaskResult, 'ms'> & { readonly task: Task })[] {
  const told = describeLost(error)
  const tasks = error instanceof CutOff ? error.tasks : [{ task, items: [] }]
  return tasks.map((one, i) => {
    const changes = one.items.flatMap(({ made }) => made.changes)
    const about = { task: one.task, changes }
    const isMade = one.items.every(({ made }) => made.outcome === 'changed' || made.outcome === 'ok')
    if (i > 0 && isMade) return { ...about, status: 'changed', notes: ['not read back: the connection was lost'] }
    if (i > 0) return { ...about, status: 'unknown', because: 'the connection was lost before it was reported' }
    return { ...about, ...told, ...reportItems(one.items) }
  })
}
