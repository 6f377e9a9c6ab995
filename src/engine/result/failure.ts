/** A task that fails, foreseen or done: what is registered and what is told of it. */
import type { ErrorCode } from '../../errors/codes.ts'
import { SwkError } from '../../errors/diagnostic.ts'
import type { Progress } from '../host/progress.ts'
import type { Change } from '../plan/change.ts'
import type { Task } from '../task.ts'

export type Problem = { readonly code: ErrorCode; readonly message: string; readonly hint?: string | undefined }

/** `failed_when` holds. */
export const failedWhen: Problem = { code: 'assertion-failed', message: 'failed_when holds' }

/** `result`: what is registered beside `failed` and `msg`. A bug is passed over by no `ignore_errors`. */
export function failure(
  task: Task,
  progress: Progress,
  { code, message, hint }: Problem,
  changes: readonly Change[] = [],
  result: Record<string, unknown> = { changed: false, skipped: false },
) {
  if (task.register !== undefined) progress.registered.set(task.register, { msg: message, ...result, failed: true })
  const error = { code, message, ...(hint === undefined ? {} : { hint }) }
  return { status: 'failed' as const, changes, error, ignored: task.ignoreErrors && code !== 'bug' }
}

/** What was thrown, in the shape of a failure: an error that nobody expected keeps its stack. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof SwkError)) return { code: 'bug', message: String((error as Error)?.stack ?? error) }
  const [first] = error.diagnostics
  return { code: first?.code ?? 'bug', message: error.message, hint: first?.hint }
}
