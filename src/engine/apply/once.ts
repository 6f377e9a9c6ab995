/** `run_once`: one host of a batch runs the task, the others take what it left. */
import type { HostRun } from '../host/host-run.ts'
import type { Outcome } from '../result/evaluate-result.ts'
import { failure } from '../result/failure.ts'
import type { Task } from '../task.ts'

/** Undefined: the results are there, and there is nothing to report. */
export async function followTask(task: Task, { progress, options }: HostRun): Promise<Outcome | undefined> {
  const { once } = task
  const left = once && (await options.batch?.follow(once))
  if (left === undefined) {
    const message = `it failed on ${once?.leader}, which runs it for all hosts`
    return failure({ task, problem: { code: 'step-failed', message } }, progress)
  }
  for (const [name, value] of left) {
    progress.registered.set(name, value)
    progress.pending.delete(name)
  }
  return undefined
}

export function publishTask({ once, register, sets = [] }: Task, outcome: Outcome, run: HostRun): void {
  if (once === undefined) return
  const { progress, options } = run
  const names = [...(register === undefined ? [] : [register]), ...sets]
  const left = names.flatMap((name): [string, unknown][] =>
    progress.registered.has(name) ? [[name, progress.registered.get(name)]] : [],
  )
  options.batch?.publish(once.key, outcome.status === 'failed' && !outcome.ignored ? undefined : new Map(left))
}
