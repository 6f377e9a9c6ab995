/** A task of which nothing was done, because a step ahead of its changes failed: its error is that step's. */

import type { FailedStep } from '../apply/required.ts'
import type { HostRun } from '../host/host-run.ts'
import type { Outcome, Sent } from './evaluate-result.ts'
import { failure, stepFailure } from './failure.ts'
import { reportItems } from './outcomes.ts'
import { combineResults, itemResults } from './result.ts'

export function failNotBegun(
  { task, plan }: Omit<Sent, 'items'>,
  { step, reply }: FailedStep,
  { progress }: HostRun,
): Outcome {
  const problem = stepFailure(step, reply, [])
  const items = plan.items.map(item => ({ ...item, changes: [] }))
  const judged = items.map(item => {
    const outcome = item.refusal === undefined ? ('not-run' as const) : ('failed' as const)
    return { item, made: { outcome, changes: [] } }
  })
  const unmade = { ...plan, items }
  const found = items.map(() => ({ failed: true, msg: problem.message }))
  const result = combineResults(unmade, itemResults(unmade, found))
  return { ...failure({ task, problem, result }, progress), ...reportItems(judged) }
}
