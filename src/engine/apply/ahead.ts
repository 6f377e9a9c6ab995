/**
 * Tasks whose changes are sent in the exchange of an earlier one, because nothing that the earlier one leaves can be other than planned. They
 * are planned on what that one leaves, and evaluated in their turn.
 */
import { kindOf } from '../../resources/index.ts'
import { refKey } from '../../resources/kind.ts'
import type { HostRun } from '../host/host-run.ts'
import { type Progress, readScope } from '../host/progress.ts'
import { canAffect, type Last } from '../observe/refs.ts'
import type { Change } from '../plan/change.ts'
import type { HostState } from '../plan/host-state.ts'
import type { Plan } from '../plan/plan.ts'
import { planTask } from '../plan/plan-task.ts'
import { finishTask, type Planned } from '../result/evaluate-result.ts'
import { skippedResult } from '../result/result.ts'
import type { Task } from '../task.ts'

export type PlannedTask = { readonly task: Task; readonly plan: Plan }

/** Changes in one exchange. */
const most = 100

/** `world`: on which `first` was planned, with its changes. The tasks that can go with it, in order, up to the last one that changes something. */
export function planAhead(
  first: { readonly task: Task; readonly plan: Planned; readonly world: HostState },
  following: Iterable<Task>,
  run: HostRun,
): readonly PlannedTask[] {
  const { world } = first
  const made = [...changesOf(first.plan)]
  if (run.options.confirmTask || !isPlain(first.task) || !made.every(isListed)) return []
  const progress = forkProgress(run.progress, world)
  const ahead: PlannedTask[] = []
  try {
    if (finishTask({ ...first, results: [] }, progress).status === 'failed') return []
    for (const task of following) {
      const plan = isPlain(task) ? planTask(task, readScope(progress), world) : undefined
      if (plan === undefined || !goesAhead({ task, plan }, { made, progress, run })) break
      ahead.push({ task, plan })
      made.push(...changesOf(plan))
    }
  } catch {
    // What is wrong with the task is reported in its turn.
  }
  return ahead.slice(0, ahead.findLastIndex(({ plan }) => changesOf(plan).length > 0) + 1)
}

type Before = { readonly made: readonly Change[]; readonly progress: Progress; readonly run: HostRun }

function goesAhead({ task, plan }: PlannedTask, { made, progress, run }: Before): boolean {
  if (plan.type === 'skipped') {
    if (task.register !== undefined) progress.registered.set(task.register, skippedResult(plan))
    return true
  }
  if (plan.type !== 'planned' || plan.items.some(item => item.refusal !== undefined)) return false
  const changes = changesOf(plan)
  const last: Last = {
    state: ref => run.channel.world.lastRead(refKey(ref)),
    place: ref => run.channel.world.placeOf(ref),
  }
  if (made.length + changes.length > most || !changes.every(isListed)) return false
  // The look at the host comes after all of them: it must show of each what that one has left.
  if (changes.some(change => made.some(({ want }) => isSame(change, want) || canAffect(change, want, last))))
    return false
  // What is read of the same kind is predicted; that of others may not be.
  const isOther = (change: Change, kind: string): boolean => change.want.kind !== kind
  if (plan.refs.some(ref => made.some(change => isOther(change, ref.kind) && canAffect(change, ref, last))))
    return false
  if (changes.length > 0 && run.options.review?.before(task, changes) !== undefined) return false
  return finishTask({ task, plan, results: [] }, progress).status !== 'failed'
}

const isSame = ({ want }: Change, other: Change['want']): boolean => refKey(want) === refKey(other)

export const changesOf = (plan: Plan): readonly Change[] =>
  plan.type === 'planned' ? plan.items.flatMap(item => item.changes) : []

/** Nothing but its changes, on this host alone, decides what it does. */
function isPlain(task: Task): boolean {
  const { delegateTo, once, until, checkMode, throttle, endsPlay, meta, include, pause } = task
  const { onlyAfterChange, onlyVerify, onlyActive } = task
  const special = [delegateTo, once, until, checkMode, throttle, endsPlay, meta, include, pause]
  return [...special, onlyAfterChange, onlyVerify, onlyActive].every(one => one === undefined || one === false)
}

function isListed({ want, before, after }: Change): boolean {
  if (want.together) return false
  const steps = kindOf(want.kind).write?.(before, after, want) ?? []
  return steps.length > 0 && steps.every(step => step.listed !== undefined)
}

function forkProgress(progress: Progress, world: HostState): Progress {
  const { registered, pending, ends, additions, notified, maybeNotified } = progress
  return {
    ...progress,
    world,
    registered: new Map(registered),
    pending: new Map(pending),
    ends: new Map(ends),
    additions: [...additions],
    notified: new Set(notified),
    maybeNotified: new Map(maybeNotified),
  }
}
