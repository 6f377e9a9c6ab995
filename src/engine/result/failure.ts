/** A task that fails, foreseen or done: what is registered and what is told of it. */
import type { ErrorCode } from '../../errors/codes.ts'
import { SwkError } from '../../errors/diagnostic.ts'
import { type Progress, readScope } from '../host/progress.ts'
import type { Change } from '../plan/change.ts'
import { isRescued, type Task } from '../task.ts'

export type Problem = { readonly code: ErrorCode; readonly message: string; readonly hint?: string | undefined }

/** `failed_when` holds. */
export const failedWhen: Problem = { code: 'assertion-failed', message: 'failed_when holds' }

export type Failed = {
  readonly task: Task
  readonly problem: Problem
  readonly changes?: readonly Change[] | undefined
  /** What is registered beside `failed` and `msg`. */
  readonly result?: Record<string, unknown> | undefined
}

/** A bug is passed over by no `ignore_errors`. */
export function failure(
  { task, problem, changes = [], result = { changed: false, skipped: false } }: Failed,
  progress: Progress,
) {
  const { code, message, hint } = problem
  const registered = { msg: message, ...result, failed: true }
  if (task.register !== undefined) progress.registered.set(task.register, registered)
  const rescued = isRescued(task)
  if (rescued) {
    progress.registered.set('ansible_failed_result', registered)
    progress.registered.set('ansible_failed_task', { name: task.name, action: task.module.name })
  }
  const error = { code, message, ...(hint === undefined ? {} : { hint }) }
  return { status: 'failed' as const, changes, error, ignored: (task.ignoreErrors || rescued) && code !== 'bug' }
}

/** A module's refusal fails the task, except where `failed_when` decides otherwise. */
export function refusal(task: Task, progress: Progress, found: Problem) {
  const result = { changed: false, skipped: false, msg: found.message }
  if (task.failedWhen === undefined || task.failedWhen(readScope(progress), { ...result, failed: true }))
    return failure({ task, problem: found, result }, progress)
  if (task.register !== undefined) progress.registered.set(task.register, { ...result, failed: false })
  return { status: 'ok' as const, changes: [], notes: [found.message] }
}

/** What was thrown, in the shape of a failure: an error that nobody expected keeps its stack. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof SwkError)) return { code: 'bug', message: String((error as Error)?.stack ?? error) }
  const [first] = error.diagnostics
  return { code: first?.code ?? 'bug', message: error.message, hint: first?.hint }
}
