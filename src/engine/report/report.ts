/** Events of tasks: one shape for what was foreseen and for what was done. */

import { hasTrait, kindOf } from '../../resources/index.ts'
import type { Emit, OutcomeName, Status, SwkEvent } from '../events.ts'
import type { Change } from '../plan/change.ts'
import { withoutDiff } from '../result/registered-diff.ts'
import { isRescued, type Task } from '../task.ts'
import { renderDiffs } from './diffs.ts'

type ItemOutcome = { readonly item: string; readonly outcome: OutcomeName; readonly message?: string }

export type TaskResult = {
  readonly status: Status
  readonly changes?: readonly Change[] | undefined
  /** Made or planned, though `changed_when` does not call them a change. */
  readonly unreported?: readonly Change[] | undefined
  readonly because?: string | undefined
  readonly notes?: readonly string[] | undefined
  readonly warnings?: readonly string[] | undefined
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string | undefined } | undefined
  readonly ignored?: boolean | undefined
  readonly outcome?: 'changed' | 'may-have-changed' | undefined
  readonly items?: readonly ItemOutcome[] | undefined
  /** What it registers. */
  readonly result?: Readonly<Record<string, unknown>> | undefined
  readonly ms: number
}

export function reportTask(emit: Emit, told: TaskResult & { readonly host: string; readonly task: Task }): void {
  const { host, task, outcome, items } = told
  if (task.isSilent && told.status !== 'failed') return
  const { changes = [], because, notes, warnings = [], error, ignored, status, ms, result } = told
  emit({
    ...describeTask(host, task),
    type: 'task',
    status,
    ms: Math.round(ms),
    diff: task.noLog || task.hidesDiff ? [] : renderDiffs(changes),
    ...(outcome === undefined ? {} : { outcome }),
    ...(items === undefined || task.noLog ? {} : { items }),
    ...(ignored ? { ignored, ...(isRescued(task) && { rescued: true }) } : {}),
    ...(because === undefined ? {} : { because }),
    ...(notes === undefined || notes.length === 0 || task.noLog ? {} : { notes }),
    ...cannotUndo(task, told),
    ...(warnings.length === 0 || task.noLog ? {} : { warnings }),
    ...(result === undefined || task.noLog ? {} : { result: withoutDiff(result) }),
    ...(error === undefined ? {} : { error: task.noLog ? { code: error.code, message: 'hidden by no_log' } : error }),
  } as SwkEvent)
}

export function startTask(emit: Emit, host: string, task: Task): void {
  if (!task.isSilent) emit({ type: 'task:start', ...describeTask(host, task) })
}

export function describeTask(host: string, task: Task) {
  return { host, task: task.name, module: task.module.name, section: task.section }
}

/** Why changes cannot be taken back: said beforehand, beside what changes. */
function cannotUndo(
  { noLog }: Task,
  { changes = [], unreported = [], status }: TaskResult,
): { readonly cannotUndo?: readonly string[] } {
  if (noLog || status === 'skipped') return {}
  // A command that `changed_when` calls no change is none.
  const told = [...changes, ...unreported.filter(({ want }) => !hasTrait(want.kind, 'writeOnly'))]
  const undos = told.filter(({ quiet }) => !quiet).map(change => kindOf(change.want.kind).undo?.(change, ''))
  const reasons = [...new Set(undos.flatMap(undo => (undo && 'cannot' in undo ? undo.cannot : (undo?.loses ?? []))))]
  return reasons.length === 0 ? {} : { cannotUndo: reasons }
}
