/** A loop of which an item is refused, while nothing is made of the others: in a check, or with `check_mode: true`. */
import type { Progress } from '../host/progress.ts'
import type { Plan } from '../plan/plan.ts'
import { isRescued, type Task } from '../task.ts'
import { failure } from './failure.ts'
import { predictItem, reportItems } from './outcomes.ts'
import type { Result } from './result.ts'

type Refused = {
  readonly task: Task
  readonly plan: Plan & { readonly type: 'planned' }
  readonly result: Result
}

/** The other items are done only if the play goes on. */
export function refuseItems({ task, plan, result }: Refused, progress: Progress) {
  const { label, refusal } = plan.items.find(item => item.refusal !== undefined) ?? {}
  const problem = {
    code: refusal?.code ?? ('refused' as const),
    hint: refusal?.hint,
    message: `item ${label}: ${refusal?.message}`,
  }
  if (!task.ignoreErrors && !isRescued(task)) return failure({ task, problem }, progress)
  const changes = plan.items.flatMap(item => item.changes)
  if (result.changed) progress.changed = true
  const items = plan.items.map(item => ({ item, made: predictItem(item) }))
  return { ...failure({ task, problem, changes, result }, progress), ...reportItems(items) }
}
