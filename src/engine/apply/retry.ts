/** `until`: a task is done again until its condition holds over its result, or its attempts are used up. */
import { SwkError } from '../../errors/diagnostic.ts'
import type { HostRun } from '../host/host-run.ts'
import { type Progress, readScope } from '../host/progress.ts'
import type { Outcome } from '../result/evaluate-result.ts'
import { failure, type Problem, problemOf, problemOfCondition } from '../result/failure.ts'
import { reportOutcome } from '../result/outcomes.ts'
import type { Task } from '../task.ts'
import { loopItems, retryItems, waitFor } from './retry-items.ts'

type Attempt = (task: Task) => Promise<Outcome>

export async function retryTask(task: Task, run: HostRun, attempt: Attempt): Promise<Outcome> {
  const { progress, channel, options } = run
  const { signal } = options
  const { until, pause } = task
  const items = (until ?? pause) === undefined ? undefined : loopItems(task, progress)
  if (items) return retryItems(items, run, one => retryTask(one, run, attempt))
  if (until === undefined) return attempt(task)
  let last: Outcome | undefined
  try {
    return await repeat(until)
  } catch (error) {
    // The condition itself may be wrong over this result.
    if (error instanceof SwkError && error.diagnostics.every(({ place }) => place))
      return last
        ? unmet(problemOfCondition(error, last.result), last, last.result)
        : failure({ task, problem: problemOf(error) }, progress)
    throw error
  }

  /** What the last attempt has changed is changed all the same. */
  function unmet(problem: Problem, { changes = [], outcome = 'changed' }: Outcome, result: Outcome['result']): Outcome {
    return { ...failure({ task, problem, changes, result }, progress), ...reportOutcome([{ outcome, changes }]) }
  }

  async function repeat(until: NonNullable<Task['until']>): Promise<Outcome> {
    for (let count = 1; ; count++) {
      const outcome = await attempt(task)
      last = outcome
      if (outcome.status === 'skipped' || outcome.error?.code === 'bug' || signal?.aborted) return outcome
      const result = resultOf(task, progress, outcome)
      const isMet = until.holds(readScope(progress), result)
      // As Ansible counts: of those that did not help, without the first.
      const registered = { ...result, attempts: isMet ? count : Math.min(count, until.attempts - 1) }
      if (isMet || count >= until.attempts) {
        if (task.register !== undefined) progress.registered.set(task.register, registered)
        if (isMet || outcome.status === 'failed') return outcome
        const message = `\`until\` did not hold in ${count} attempt${count === 1 ? '' : 's'}`
        const problem = { code: 'condition-timeout', message } as const
        return unmet(problem, outcome, registered)
      }
      await channel.recover()
      await waitFor(until.delay, signal)
      await readAgain(task, run)
    }
  }
}

function resultOf(task: Task, progress: Progress, outcome: Outcome): Record<string, unknown> {
  const registered = task.register === undefined ? undefined : progress.registered.get(task.register)
  const plain = { changed: outcome.status === 'changed', failed: outcome.status === 'failed' }
  return (registered as Record<string, unknown> | undefined) ?? plain
}

/** What the task looks at may be another by now. */
async function readAgain(task: Task, { progress, channel }: HostRun): Promise<void> {
  const resolution = task.resolve(readScope(progress))
  const instances = resolution.type === 'run' ? resolution.instances : []
  const refs = instances.flatMap(({ args }) => task.module.reads(args))
  if (refs.length > 0) await channel.read(refs)
}
