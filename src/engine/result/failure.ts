/** A task that fails, foreseen or done: what is registered and what is told of it. */
import type { ErrorCode } from '../../errors/codes.ts'
import { SwkError } from '../../errors/diagnostic.ts'
import { cutMessage } from '../../resources/command.ts'
import { kindOf } from '../../resources/index.ts'
import type { Step } from '../../resources/kind.ts'
import { learnResult } from '../../secret/index.ts'
import type { Reply } from '../../transport/session.ts'
import { type Progress, readScope } from '../host/progress.ts'
import type { Change } from '../plan/change.ts'
import { isRescued, type Task } from '../task.ts'

export type Problem = {
  readonly code: ErrorCode
  readonly message: string
  readonly hint?: string | undefined
  /** What is registered nevertheless. */
  readonly result?: Readonly<Record<string, unknown>> | undefined
}

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
export function failure({ task, problem, changes = [], result = { changed: false } }: Failed, progress: Progress) {
  const { code, message, hint } = problem
  const registered = { msg: message, ...result, failed: true }
  if (task.noLog) learnResult(registered)
  if (task.register !== undefined) progress.registered.set(task.register, registered)
  const rescued = isRescued(task)
  if (rescued) {
    progress.registered.set('ansible_failed_result', registered)
    progress.registered.set('ansible_failed_task', { name: ownName(task), action: task.module.name })
  }
  const error = { code, message, ...(hint === undefined ? {} : { hint }) }
  const about = { changes, error, result: registered as Readonly<Record<string, unknown>> }
  return { status: 'failed' as const, ...about, ignored: (task.ignoreErrors || rescued) && code !== 'bug' }
}

/** As it is written, without the name of its role. */
const ownName = ({ name, role }: Task): string =>
  role !== undefined && name.startsWith(`${role.name} : `) ? name.slice(role.name.length + 3) : name

/** A module's refusal fails the task, except where `failed_when` decides otherwise. */
export function refusal(task: Task, progress: Progress, found: Problem) {
  const result = { changed: false, msg: found.message, ...found.result }
  if (task.failedWhen === undefined || task.failedWhen(readScope(progress), { ...result, failed: true }))
    return failure({ task, problem: found, result }, progress)
  const registered = { ...result, failed: false }
  if (task.register !== undefined) progress.registered.set(task.register, registered)
  return { status: 'ok' as const, changes: [], notes: [found.message], result: registered }
}

/** What was thrown, in the shape of a failure: an error that nobody expected keeps its stack. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof SwkError)) return { code: 'bug', message: String((error as Error)?.stack ?? error) }
  const [first] = error.diagnostics
  return { code: first?.code ?? 'bug', message: error.message, hint: first?.hint }
}

/** The same of a condition over what a task registers, where output was too large to be there. */
export function problemOfCondition(error: unknown, result: Readonly<Record<string, unknown>> = {}): Problem {
  const problem = problemOf(error)
  const { results = [] } = result as { readonly results?: readonly Readonly<Record<string, unknown>>[] }
  const isCut = [result, ...results].some(({ msg }) => msg === cutMessage)
  return isCut ? { ...problem, message: `${problem.message}\n${cutMessage}` } : problem
}

/** `/run/swk.Ab3/s: 44: `: where a step's own shell was says nothing to a reader. */
const shellPosition = /^\/\S+\.\w+\/s: (?:line )?\d+: /gm

/** The same line again: apt tells each second that it waits. */
const repeated = /^(.+)\n(?=\1$)/gm

/** A step that failed: what it said, by the code of its kind. */
export function stepFailure(step: Step | undefined, reply: Reply, changes: readonly Change[]): Problem {
  const text = `${reply.stderr.toString('utf8')}\n${reply.stdout.toString('utf8')}`
    .replace(shellPosition, '')
    .replace(repeated, '')
    .trim()
    .split('\n')
    .slice(-25)
    .join('\n')
  const [code, ...others] = new Set(changes.map(change => kindOf(change.want.kind).failureCode))
  if (code !== undefined && others.length === 0) return { code, message: text || 'timed out' }
  if (step !== undefined && isTimeout(step, reply))
    return { code: 'step-timeout', message: `${step.name}: did not finish within ${step.timeout} s\n${text}` }
  return { code: 'step-failed', message: `${step?.name ?? 'step'}: ${describeEnd(reply)}\n${text}`.trim() }
}

/** Programs of the user's also exit with 124, and are killed by others: then the time is not up. A second is left to the way of the reply. */
function isTimeout({ timeout }: Step, { rc, times }: Reply): boolean {
  return (rc === 124 || rc === 137) && (times === undefined || times.ended - times.started >= (timeout - 1) * 1000)
}

/** As shells have it, 128 and the number of a signal. */
const describeEnd = ({ rc }: Reply): string =>
  rc > 128 && rc < 160 ? `exit ${rc} (killed by signal ${rc - 128})` : `exit ${rc}`
