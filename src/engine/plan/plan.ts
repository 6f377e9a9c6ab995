/** Plans one task against a world: pure. The world is moved on to what the task would leave. */
import { hasTrait, kindOf } from '../../resources/index.ts'
import { type Look, type Ref, refKey, type Want, type Writer } from '../../resources/kind.ts'
import { writerFrom, writerRef } from '../../resources/writer.ts'
import { hasSecrets, holdsSecret } from '../../secret/index.ts'
import { Refusal } from '../module.ts'
import { type Instance, type LeftItem, type Scope, type Task, writingUser } from '../task.ts'
import { AssumedHost } from './assumptions.ts'
import { type Change, planChange } from './change.ts'
import type { HostState } from './host-state.ts'
import { isEarly, isTransient, NotRead, Unknown } from './unknown.ts'

export type ItemPlan = {
  readonly label?: string
  readonly item?: unknown
  readonly loopVar?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly changes: readonly Change[]
  readonly result: Record<string, unknown>
  /** The same by what the host holds after the changes. */
  readonly resultAfter?: (host: HostState) => Record<string, unknown>
  readonly notes: readonly string[]
  readonly warnings: readonly string[]
  /** The module refuses this item of the loop; the others are done. */
  readonly refusal?: Refusal
}

export type Plan =
  | {
      readonly type: 'planned'
      readonly items: readonly ItemPlan[]
      readonly refs: readonly Ref[]
      readonly left?: readonly LeftItem[]
    }
  | { readonly type: 'skipped'; readonly because: string; readonly left?: readonly LeftItem[] }
  /** `edits`: what it would do on the assumed initial states. */
  | {
      readonly type: 'unknown'
      readonly because: string
      /** It depends on what other hosts register in this play. */
      readonly forOthers?: true | undefined
      readonly edits: readonly Change[]
      readonly intents: readonly string[]
      readonly refs: readonly Ref[]
    }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  | { readonly type: 'unread'; readonly refs: readonly Ref[] }

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
    const { on, forOthers, possible = [] } = resolution
    const because = scope.pending.get(on) ?? on
    const plan = planPossible(task, possible, { because, world })
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
  return { type: 'planned', items, refs }
}

function mustBeRead(ref: Ref, world: HostState): boolean {
  return !world.has(ref) && !isEarly(ref.kind) && !(isTransient(ref.kind) && world.mayExist(ref))
}

type Made = { readonly task: Task; readonly refs: readonly Ref[]; readonly changes: readonly Change[] }

function obscure({ task, refs, changes }: Made, world: HostState): void {
  for (const change of changes) {
    const { obscures, obscuresOnlyNamed } = kindOf(change.want.kind)
    if (obscures === undefined) continue
    world.markObscured(change, task.name)
    // What a task reads to decide whether to run a command is what the command creates or removes.
    for (const ref of refs) if (!obscuresOnlyNamed || obscures(change, ref)) world.markTreeUnknown(ref, task.name)
  }
}

/** What a task may change of which nobody knows whether it runs is unknown afterwards. */
export function markPossible(made: Made, world: HostState): void {
  for (const change of made.changes) world.predictPossible(change, made.task)
  obscure(made, world)
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
  for (const want of wants) {
    const change = planChange(want, currentState(want, world), writer)
    if (change === null) continue
    refuseExposure(change)
    changes.push(change)
    world.predict(change, task.name, task.provides)
  }
  const result = task.module.result?.(instance.args, world, changes) ?? {}
  const { args: _, ...about } = instance
  const resultAfter = (host: HostState) => task.module.result?.(instance.args, host, changes) ?? {}
  return { ...about, changes, result, resultAfter, notes, warnings }
}

/** Before anything is predicted, so that a refused item leaves nothing behind. Returns warnings; throws Refusal. */
function refuseForbidden(wants: readonly Want[], world: HostState, writer: Writer | undefined): readonly string[] {
  const warnings = new Set<string>()
  for (const [i, want] of wants.entries()) {
    const { forbid, warn } = kindOf(want.kind)
    const isBarred = writer !== undefined && hasTrait(want.kind, 'rootOnly')
    const change = forbid || isBarred ? planChange(want, currentState(want, world), writer) : null
    if (change === null) continue
    if (isBarred)
      throw new Refusal(`only root changes ${want.kind} ${want.id}; the task runs as ${writer.owner}`, {
        hint: 'With `become: true` the task runs as root.',
      })
    if (forbid === undefined) continue
    const earlier = new Set(wants.slice(0, i).map(one => one.id))
    const look: Look = (id, kind = want.kind) => {
      const ref = { kind, id }
      return (kind === want.kind && earlier.has(id)) || !world.has(ref) || world.mayExist(ref)
        ? undefined
        : world.state(ref)
    }
    const forbidden = forbid(change, look, writer)
    if (forbidden !== undefined) throw new Refusal(forbidden.message, forbidden)
    const warning = warn?.(change, look)
    if (warning !== undefined) warnings.add(warning)
  }
  return [...warnings]
}

function refusedItem({ args: _, ...about }: Instance, refusal: Refusal): ItemPlan {
  return { ...about, changes: [], result: { ...refusal.result }, notes: [], warnings: [], refusal }
}

/** Throws Refusal where other users of the host could read a secret. */
function refuseExposure(change: Change): void {
  if (!exposedTexts(change).some(text => holdsSecret(text, 8))) return
  throw new Refusal('a secret is in the arguments of a command, which every user of the host can read', {
    hint: 'Give it on standard input (`stdin`), or in a file that the command reads.',
  })
}

/** Arguments of the programs that make a change. Who names a resource after a secret shows it to all users anyway. */
function exposedTexts({ want, before, after }: Change): readonly string[] {
  const kind = kindOf(want.kind)
  if (kind.exposes) return kind.exposes(want)
  if (!hasSecrets() || want.together || holdsSecret(want.id, 8)) return []
  return (kind.write?.(before, after, want) ?? []).map(({ script }) => script)
}

/** Undefined: root. */
function writerOf(task: Task, world: HostState): Writer | undefined {
  const name = writingUser(task, world.loginUser)
  if (name === undefined) return undefined
  const ref = writerRef(name)
  return writerFrom(name, world.has(ref) && !world.mayExist(ref) ? world.state(ref) : null)
}

/** What can't be read back was never there. */
function currentState(want: Change['want'], world: HostState) {
  if (hasTrait(want.kind, 'writeOnly')) return null
  const state = world.state(want)
  world.requireSure(want)
  return state
}

type Doubt = { readonly because: string; readonly world: HostState }
type Resolved = { readonly task: Task; readonly instances: readonly Instance[]; readonly refs: readonly Ref[] }

/** Plans the edit on assumed initial states, and marks everything that the task would write as unknown to later tasks. */
function unknownPlan({ task, instances, refs }: Resolved, { because, world }: Doubt): Plan {
  const assumed = new AssumedHost(world, refs)
  const edits: Change[] = []
  const intents: string[] = []
  for (const { args } of instances) {
    const intent = task.module.intent?.(args)
    if (intent !== undefined) intents.push(intent)
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

/** Of what a task reads, what it can be about: not who is to own it, nor the directories that it lies in, where they are there. */
function subjectsOf(refs: readonly Ref[], world: HostState): readonly Ref[] {
  const holding = new Set(
    refs.flatMap(({ kind, id }) => [...(kindOf(kind).holders?.(id) ?? [])].map(one => refKey({ kind, id: one }))),
  )
  const isThere = (ref: Ref): boolean => (world.lastRead(refKey(ref)) ?? null) !== null && !world.mayExist(ref)
  const subjects = refs.filter(ref => !hasTrait(ref.kind, 'account') && !(holding.has(refKey(ref)) && isThere(ref)))
  return subjects.length > 0 ? subjects : refs
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
