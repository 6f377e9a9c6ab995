/** Plans one task against a world: pure. The world is moved on to what the task would leave. */
import { kindOf } from '../../resources/index.ts'
import { type Ref, refKey } from '../../resources/kind.ts'
import { Refusal } from '../module.ts'
import { withShownDiff } from '../result/registered-diff.ts'
import type { Instance, Scope, Task } from '../task.ts'
import { type Change, planChange } from './change.ts'
import type { HostState } from './host-state.ts'
import type { ItemPlan, Plan } from './plan.ts'
import { type Doubt, markSketched, obscure, unknownPlan } from './possible.ts'
import { currentState, refuseExposure, refuseForbidden, writerOf } from './refuse.ts'
import { isEarly, isTransient, NotRead, Unknown } from './unknown.ts'

/** Plans `task`; throws SwkError where its arguments turn out wrong only now. */
export function planTask(task: Task, scope: Scope, world: HostState): Plan {
  const settled = attempt(() => world.settle(), [])
  if (settled instanceof Unread) return { type: 'unread', refs: settled.refs }
  const view: Scope = { ...scope, observed: world }
  const resolution = attempt(() => task.resolve(view), task.prefetch ?? [])
  if (resolution instanceof Unread) return { type: 'unread', refs: resolution.refs }
  if (resolution instanceof Unknown)
    return unknownPlan({ task, instances: [], refs: [] }, { because: resolution.because, world })
  if (resolution instanceof Refusal) return { type: 'refused', refusal: resolution }
  if (resolution.type === 'skip') return { ...resolution, type: 'skipped' }
  if (resolution.type === 'waits') {
    const { on, forOthers, possible = [], sketched = [] } = resolution
    const because = scope.pending.get(on) ?? on
    const plan = planPossible(task, possible, { because, world })
    if (plan.type !== 'unread') markSketched(task, sketched, { because, world })
    return plan.type === 'unknown' ? { ...plan, forOthers } : plan
  }
  const plan = planInstances(task, resolution.instances, world)
  return plan.type === 'planned' && resolution.left ? { ...plan, left: resolution.left } : plan
}

function planInstances(task: Task, instances: readonly Instance[], world: HostState): Plan {
  const refs = instances.flatMap(instance => task.module.reads(instance.args))
  if (refs.some(ref => mustBeRead(ref, world))) return { type: 'unread', refs }
  const questions = refs.flatMap(ref => world.questionFor(ref) ?? [])
  if (questions.length > 0) return { type: 'unread', refs: questions }
  const items: ItemPlan[] = []
  for (const instance of instances) {
    const item = attempt(() => planInstance(task, instance, world), refs)
    if (item instanceof Unread) return { type: 'unread', refs: item.refs }
    if (item instanceof Refusal) {
      if (instance.label === undefined) return { type: 'refused', refusal: item }
      items.push(refusedItem(instance, item))
      continue
    }
    if (item instanceof Unknown) return unknownPlan({ task, instances, refs }, { because: item.because, world })
    items.push(item)
  }
  // Only now: what one item of a loop obscures, the next one still plans on.
  const changes = items.flatMap(item => item.changes)
  obscure({ task, refs, changes }, world)
  for (const { want, after } of changes) {
    const made = after === null ? undefined : kindOf(want.kind).makes?.(want)
    if (made !== undefined) world.markMade(made)
  }
  return { type: 'planned', items, refs }
}

function mustBeRead(ref: Ref, world: HostState): boolean {
  if (world.has(ref)) return world.lacksContent(ref)
  return !isEarly(ref.kind) && !(isTransient(ref.kind) && world.mayExist(ref))
}

/** Its condition is not known yet. */
function planPossible(task: Task, instances: readonly Instance[], { because, world }: Doubt): Plan {
  const refs = instances.flatMap(({ args }) => task.module.reads(args))
  if (refs.some(ref => mustBeRead(ref, world))) return { type: 'unread', refs }
  return unknownPlan({ task, instances, refs }, { because, world })
}

function planInstance(task: Task, instance: Instance, world: HostState): ItemPlan {
  const wants = task.module.plan(instance.args, world)
  const notes = task.module.notes?.(instance.args, world) ?? []
  const warnings = [...(task.module.warnings?.(instance.args, world) ?? [])]
  const writer = writerOf(task, world)
  warnings.push(...refuseForbidden(wants, world, writer))
  const changes: Change[] = []
  let notRun: Readonly<Record<string, unknown>> = {}
  for (const want of wants) {
    const change = planChange(want, currentState(want, world), writer)
    if (change === null) continue
    const { resultOfCheck } = kindOf(want.kind)
    if (task.checkMode === true && resultOfCheck !== undefined) {
      notRun = resultOfCheck(want)
      continue
    }
    refuseExposure(change)
    changes.push(change)
    world.predict(change, task.name, task.provides)
  }
  const { args: _, ...about } = instance
  const resultAfter = (host: HostState) =>
    withShownDiff(task, { ...task.module.result?.(instance.args, host, changes), ...notRun })
  const result = resultAfter(world)
  return { ...about, changes, result, resultAfter, notes, warnings }
}

function refusedItem({ args: _, ...about }: Instance, refusal: Refusal): ItemPlan {
  return { ...about, changes: [], result: { ...refusal.result }, notes: [], warnings: [], refusal }
}

class Unread {
  readonly refs: readonly Ref[]
  constructor(refs: readonly Ref[]) {
    this.refs = refs
  }
}

function attempt<T>(work: () => T, refs: readonly Ref[]): T | Unread | Unknown | Refusal {
  try {
    return work()
  } catch (error) {
    if (error instanceof NotRead) {
      const { ref } = error
      if (isEarly(ref.kind)) return new Unread([ref])
      const asked = refs.find(other => refKey(other) === refKey(ref))
      return new Unread([...refs, asked ?? { ...ref, need: 'content' }])
    }
    if (error instanceof Unknown || error instanceof Refusal) return error
    throw error
  }
}
