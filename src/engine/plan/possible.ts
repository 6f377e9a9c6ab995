/** Tasks of which nothing tells whether they run, or on what: what they may do is shown, and unknown to later tasks. */
import { hasTrait, kindOf } from '../../resources/index.ts'
import { type Ref, refKey } from '../../resources/kind.ts'
import { Refusal } from '../module.ts'
import type { Instance, Task } from '../task.ts'
import { AssumedHost } from './assumptions.ts'
import { type Change, planChange } from './change.ts'
import type { HostState } from './host-state.ts'
import type { Plan } from './plan.ts'
import { writerOf } from './refuse.ts'
import { NotRead, Unknown } from './unknown.ts'

type Made = { readonly task: Task; readonly refs: readonly Ref[]; readonly changes: readonly Change[] }

/** What the changes of a task may do to what they name, or it reads, beyond what their states tell. */
export function obscure({ task, refs, changes }: Made, world: HostState): void {
  for (const change of changes) {
    const { obscures, obscuresOnlyNamed, standsIn } = kindOf(change.want.kind)
    if (obscures === undefined) continue
    world.markObscured(change, task.name)
    const place = standsIn?.(change.want)
    const isPlace = (ref: Ref): boolean => place !== undefined && refKey(ref) === refKey(place)
    // What a task reads to decide whether to run a command is what the command creates or removes.
    for (const ref of refs)
      if ((!obscuresOnlyNamed && !isPlace(ref)) || world.obscures(change, ref)) world.markTreeUnknown(ref, task.name)
  }
}

/** What a task may change of which nothing tells whether it runs is unknown afterwards. */
export function markPossible(made: Made, world: HostState): void {
  for (const change of made.changes) world.predictPossible(change, made.task)
  obscure(made, world)
}

export type Doubt = { readonly because: string; readonly world: HostState }
type Resolved = { readonly task: Task; readonly instances: readonly Instance[]; readonly refs: readonly Ref[] }

/** Plans the edit on assumed initial states, and marks everything that the task would write as unknown to later tasks. */
export function unknownPlan({ task, instances, refs }: Resolved, { because, world }: Doubt): Plan {
  const assumed = new AssumedHost(world, refs)
  const edits: Change[] = []
  const intents: string[] = []
  for (const { args } of instances) {
    const intent = task.module.intent?.(args)
    if (intent !== undefined) intents.push(intent.trimEnd())
    try {
      for (const want of task.module.plan(args, assumed)) {
        const volatile = hasTrait(want.kind, 'writeOnly')
        const change = planChange(want, volatile ? null : assumed.state(want), writerOf(task, world))
        if (change !== null) {
          edits.push(change)
          assumed.record(change)
          world.predictPossible(change, task)
        }
        world.markUnknown(want, task.name)
      }
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Unknown || error instanceof NotRead)) throw error
      // On the real states it may not refuse, and change any of what it reads.
      for (const ref of subjectsOf(refs, world)) world.markUnknown(ref, task.name)
    }
  }
  obscure({ task, refs, changes: edits }, world)
  return { type: 'unknown', because, edits, intents, refs }
}

/** What a task whose arguments wait is about is unknown to later tasks, as far as the rest of its arguments tells. */
export function markSketched(task: Task, instances: readonly Instance[], doubt: Doubt): void {
  for (const instance of instances) {
    const refs = task.module.reads(instance.args)
    unknownPlan({ task, instances: [instance], refs }, doubt)
  }
}

/** Of what a task reads, what it can be about: not who is to own it, nor the directories that it lies in, unless they were read as absent. */
function subjectsOf(refs: readonly Ref[], world: HostState): readonly Ref[] {
  const holding = new Set(
    refs.flatMap(({ kind, id }) => [...(kindOf(kind).holders?.(id) ?? [])].map(one => refKey({ kind, id: one }))),
  )
  const isThere = (ref: Ref): boolean => {
    const read = world.lastRead(refKey(ref))
    return read === undefined || (read !== null && !world.mayExist(ref))
  }
  const subjects = refs.filter(ref => !hasTrait(ref.kind, 'account') && !(holding.has(refKey(ref)) && isThere(ref)))
  return subjects.length > 0 ? subjects : refs
}
