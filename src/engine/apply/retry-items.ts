/** A loop whose items are done one after another: with `until` each until its own condition holds, with `pause` some time apart. */
import { setTimeout as sleep } from 'node:timers/promises'
import { SwkError } from '../../errors/diagnostic.ts'
import type { HostRun } from '../host/host-run.ts'
import { type Progress, readScope } from '../host/progress.ts'
import type { Outcome } from '../result/evaluate-result.ts'
import { reportOutcome } from '../result/outcomes.ts'
import { loopResult, type Result } from '../result/result.ts'
import type { Resolution, Task } from '../task.ts'

type Loop = Omit<Resolution & { readonly type: 'run' }, 'type'> & { readonly task: Task }

/** Under this name each item registers what its condition sees. */
const itemResult = ' item of a retried loop'

/** The loop of a task; undefined: it has none, or that shows at its attempt. */
export function loopItems(task: Task, progress: Progress): Loop | undefined {
  if (task.register === itemResult) return undefined
  try {
    const resolution = task.resolve(readScope(progress))
    if (resolution.type !== 'run' || resolution.instances.every(one => one.label === undefined)) return undefined
    return { task, ...resolution }
  } catch (error) {
    if (error instanceof SwkError) return undefined
    throw error
  }
}

/** Each item has its own attempts, one after another. */
export async function retryItems(
  { task, instances, left }: Loop,
  { progress, channel, options }: HostRun,
  retry: (task: Task) => Promise<Outcome>,
): Promise<Outcome> {
  const outcomes: Outcome[] = []
  const results: Result[] = []
  for (const instance of instances) {
    const { until, pause = 0 } = task
    if (outcomes.length > 0) {
      // An item that failed ends nothing for the others.
      await channel.recover()
      if (pause > 0) await waitFor(pause, options.signal)
    }
    const one: Task = {
      ...task,
      register: itemResult,
      ...(until && { until: { ...until, holds: (scope, result) => until.holds(scope, firstResult(result)) } }),
      resolve: () => ({ type: 'run', instances: [instance] }),
    }
    outcomes.push(await retry(one))
    results.push(firstResult(progress.registered.get(itemResult)))
  }
  progress.registered.delete(itemResult)
  const combined = loopResult(results, left)
  if (task.register !== undefined) progress.registered.set(task.register, combined)
  const failed = outcomes.find(({ status }) => status === 'failed')
  const status = failed ? 'failed' : outcomes.some(one => one.status === 'changed') ? 'changed' : 'ok'
  const changes = outcomes.flatMap(one => one.changes ?? [])
  const notes = outcomes.flatMap(one => one.notes ?? [])
  const { outcome } = reportOutcome(outcomes.map(({ outcome = 'changed', changes = [] }) => ({ outcome, changes })))
  return { ...(failed ?? outcomes.at(-1)), status, changes, notes, result: combined, ...(failed && { outcome }) }
}

/** At most `seconds`: a run that is interrupted waits no longer. */
export async function waitFor(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(seconds * 1000, undefined, signal ? { signal } : {}).catch(() => {})
}

/** A loop of one item registers one result; its attempts stand beside it. */
function firstResult(registered: unknown): Result {
  const { results, ...about } = registered as { readonly results?: readonly Result[]; readonly attempts?: number }
  const { attempts } = about
  const [first] = results ?? []
  return { ...(first ?? (about as unknown as Result)), ...(attempts !== undefined && { attempts }) }
}
