/** What `register` gets of a task, with Ansible's names; and `changed_when` and `failed_when`, which judge it. */

import { type Progress, readScope } from '../host/progress.ts'
import type { Plan } from '../plan/plan.ts'
import type { LeftItem, Task } from '../task.ts'

export type Result = Readonly<Record<string, unknown>> & { readonly changed: boolean; readonly failed: boolean }

type Planned = Plan & { readonly type: 'planned' }

/** One result an item, one for a task without a loop. `extra`: what was learned by doing it (rc, stdout). */
export function itemResults(plan: Planned, extra: readonly Readonly<Record<string, unknown>>[]): readonly Result[] {
  return plan.items.map((item, i) => {
    const changed = item.changes.some(change => !change.quiet)
    const failed = item.refusal !== undefined || (typeof extra[i]?.rc === 'number' && extra[i].rc !== 0)
    const refused = item.refusal && { msg: item.refusal.message, ...item.refusal.result }
    const warnings = item.warnings.length === 0 ? {} : { warnings: item.warnings }
    return { changed, failed, ...refused, ...item.result, ...warnings, ...extra[i], ...loopKeys(item) }
  })
}

/** `changed_when`, item by item. Throws SwkError where it cannot be evaluated. */
export function withChangedWhen(task: Task, results: readonly Result[], progress: Progress): readonly Result[] {
  const { changedWhen } = task
  if (changedWhen === undefined) return results
  return results.map(result => ({ ...result, changed: changedWhen.call(task, readScope(progress), result) }))
}

/** `failed_when`, item by item: it alone decides where it is given. */
export function withFailedWhen(task: Task, results: readonly Result[], progress: Progress): readonly Result[] {
  const { failedWhen } = task
  if (failedWhen === undefined) return results
  return results.map(result => {
    const failed = failedWhen.call(task, readScope(progress), result)
    return { ...result, failed, failed_when_result: failed }
  })
}

/** How a task ends that has not failed. A module skips itself where what it would do is there (`creates` of a script). */
export function statusOf(result: Result): { readonly status: 'ok' | 'changed' | 'skipped'; readonly because?: string } {
  if (result.changed) return { status: 'changed' }
  return result.skipped === true ? { status: 'skipped', because: String(result.msg) } : { status: 'ok' }
}

function loopKeys(item: { readonly item?: unknown; readonly loopVar?: string }): Record<string, unknown> {
  if (!('item' in item)) return {}
  const { loopVar = 'item' } = item
  return { [loopVar]: item.item, ansible_loop_var: loopVar }
}

/** A loop gives `results`, those of skipped items among them. */
export function combineResults(plan: Planned, results: readonly Result[]): Result {
  const looped = plan.items.some(item => item.label !== undefined)
  const [first] = results
  if (!looped && first !== undefined) return first
  const { results: all, msg, ...flags } = loopResult(results, plan.left)
  return looped ? { ...flags, results: all, msg } : flags
}

/** What a loop registers. */
export function loopResult(results: readonly Result[], left?: readonly LeftItem[]): Result {
  const changed = results.some(result => result.changed)
  const failed = results.some(result => result.failed)
  return {
    changed,
    failed,
    // Of a loop Ansible says it in both cases, of a task and of an item only where it is so.
    skipped: false,
    results: withLeft(results, left),
    msg: failed ? 'One or more items failed' : 'All items completed',
  }
}

function withLeft(results: readonly Result[], left: readonly LeftItem[] = []): readonly Result[] {
  const all = [...results]
  for (const item of left) all.splice(item.index, 0, leftResult(item))
  return all
}

function leftResult(left: LeftItem): Result {
  return { ...skipped, ...because(left.because), ...loopKeys(left) }
}

const skipped = { changed: false, failed: false, skipped: true }

function because(text: string): Record<string, unknown> {
  const condition = text.replace(/ is false$/, '')
  return { skip_reason: 'Conditional result was False', false_condition: condition }
}

/** What a task registers that is skipped as a whole. */
export function skippedResult(plan: { readonly because: string; readonly left?: readonly LeftItem[] }): Result {
  if (!plan.left) return { ...skipped, ...(plan.because.endsWith(' is false') && because(plan.because)) }
  const msg = plan.left.length > 0 ? 'All items skipped' : undefined
  const reason = plan.left.length > 0 ? {} : { skipped_reason: 'No items in the list' }
  return { ...skipped, ...reason, ...(msg && { msg }), results: plan.left.map(leftResult) }
}
