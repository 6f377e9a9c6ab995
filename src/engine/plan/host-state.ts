/** A host as tasks would leave it: what each change makes of it, in a check or while a task is planned, is laid over what was read. */
import { canonical } from '../../resources/canonical.ts'
import { hasTrait, kindOf } from '../../resources/index.ts'
import { type Look, type ResourceChange, refKey } from '../../resources/kind.ts'
import type { Task } from '../task.ts'
import { KnownHost } from './known-host.ts'
import type { Provides } from './opaque-changes.ts'
import { type Name, NotRead, nameOf, Unknown } from './unknown.ts'

type PredictedChange = ResourceChange & { readonly quiet?: boolean }

export class HostState extends KnownHost {
  /** Changes from which something follows for later tasks only. */
  #deferred: { readonly change: PredictedChange; readonly task: string }[] = []
  /** What was foreseen, in its order. */
  readonly #story: ((world: HostState) => void)[] = []

  /** What was read, to plan on: nothing that happens to it reaches this one, and what was foreseen here is not in it. */
  fork(): HostState {
    const fork = new HostState(this.read)
    fork.loginUser = this.loginUser
    fork.opaque.megabytes = this.opaque.megabytes
    return fork
  }

  /** The same with what was foreseen. */
  copy(): HostState {
    const copy = this.fork()
    for (const [key, state] of this.planned) copy.planned.set(key, state)
    for (const [key, task] of this.unknown) copy.unknown.set(key, task)
    for (const key of this.made) copy.made.add(key)
    for (const key of this.removed) copy.removed.add(key)
    copy.opaque.addAll(this.opaque)
    for (const [key, unsure] of this.unsure) copy.unsure.set(key, unsure)
    for (const [key, task] of this.touched) copy.touched.set(key, task)
    copy.#deferred.push(...this.#deferred)
    copy.#story.push(...this.#story)
    return copy
  }

  /** Foresees the same on another reading of the host, of which more may be known. Throws NotRead where that does not suffice. */
  replayOn(world: HostState): void {
    for (const event of this.#story) event(world)
  }

  /** Lays the state that `change` leaves over what was read, with what follows from it. `task` is the one that makes it. */
  predict(change: PredictedChange, task: string, provides?: Provides): void {
    this.#story.push(world => world.predict(change, task, provides))
    const { want, after, quiet } = change
    const kind = kindOf(want.kind)
    if (kind.followedLater) this.#deferred.push({ change, task })
    else this.#predictOthers(change, task)
    const left = kind.leaves ? kind.leaves(change) : after
    const { id, state } = kind.names?.place(change, this.holdings(want.kind)) ?? { id: want.id, state: left }
    const ref = { kind: want.kind, id }
    if (state === null) this.#remove(ref)
    this.planned.set(refKey(ref), state)
    this.unknown.delete(refKey(ref))
    this.made.delete(refKey(ref))
    if (!quiet && !kind.traits?.includes('silent')) this.#touch(want, task)
    if (kind.traits?.includes('opaque') && after !== null) this.opaque.add(change, task, provides)
  }

  /** The same where nothing tells whether the change is made: what it would leave in another state is unknown. */
  predictPossible(change: PredictedChange, task: Pick<Task, 'name' | 'provides'>): void {
    this.#story.push(world => world.predictPossible(change, task))
    const after = this.copy()
    try {
      after.predict(change, task.name, task.provides)
      after.settle()
    } catch (error) {
      if (!(error instanceof Unknown || error instanceof NotRead)) throw error
      this.#mark(change.want, task.name)
    }
    for (const [key, state] of after.planned) {
      const isCopied = this.planned.has(key) && state === this.planned.get(key)
      if (!isCopied && canonical(state) !== canonical(this.lastKnown(key))) this.#mark(nameOf(key), task.name)
    }
    for (const key of after.unknown.keys()) if (!this.unknown.has(key)) this.#mark(nameOf(key), task.name)
    for (const key of after.removed) if (!this.removed.has(key)) this.#markTree(nameOf(key), task.name)
    if (hasTrait(change.want.kind, 'opaque') && change.after !== null) this.opaque.addPossible(task)
  }

  /** What other resources are once `change` is made: members of a group, what lies in a removed directory, the unit of a file. */
  #predictOthers(change: PredictedChange, task: string): void {
    const look: Look = (id, kind = change.want.kind) => this.readOf({ kind, id })
    for (const key of this.keys()) {
      const ref = nameOf(key)
      if (key === refKey(change.want) && !kindOf(ref.kind).followedLater) continue
      const follows = kindOf(ref.kind).follows
      const state = follows === undefined ? undefined : this.lastKnown(key)
      if (follows === undefined || state === undefined) continue
      const next = follows(change, ref.id, state, look)
      if (next === 'unknown') this.#mark(ref, task)
      else if (next !== undefined) this.planned.set(key, this.sureOf(ref, next, task))
    }
  }

  /** Before each task: what the changes of the one before bring with them. */
  settle(): void {
    if (this.#deferred.length > 0) this.#story.push(world => world.settle())
    const deferred = this.#deferred
    this.#deferred = []
    for (const { change, task } of deferred) this.#predictOthers(change, task)
  }

  #remove(ref: Name): void {
    const { holders } = kindOf(ref.kind)
    if (holders === undefined) return
    this.removed.add(refKey(ref))
    for (const key of [...this.planned.keys(), ...this.unknown.keys(), ...this.made]) {
      const { kind, id } = nameOf(key)
      if (kind !== ref.kind || ![...holders(id)].includes(ref.id)) continue
      this.planned.delete(key)
      this.unknown.delete(key)
      this.made.delete(key)
    }
  }

  /** Marks as unknown what nothing can tell after an opaque change (a command). */
  markObscured(change: PredictedChange, task: string): void {
    if (kindOf(change.want.kind).obscures === undefined) return
    this.#story.push(world => world.markObscured(change, task))
    for (const ref of this.keys().map(nameOf)) if (this.obscures(change, ref)) this.#mark(ref, task)
  }

  /** Whether nothing tells what the change does to the resource. */
  obscures(change: PredictedChange, ref: Name): boolean {
    const look: Look = (id, kind = change.want.kind) => this.lastKnown(refKey({ kind, id }))
    return kindOf(change.want.kind).obscures?.(change, ref, look) ?? false
  }

  /** From now on the resource is unknown, because it depends on what `task` will do. */
  markUnknown(ref: Name, task: string): void {
    this.#story.push(world => world.markUnknown(ref, task))
    this.#mark(ref, task)
  }

  /** Of what is unknown: it is surely there. */
  markMade(ref: Name): void {
    this.#story.push(world => world.markMade(ref))
    this.made.add(refKey(ref))
  }

  #mark(ref: Name, task: string): void {
    for (const id of new Set([ref.id, this.placeOf(ref)])) {
      const key = refKey({ kind: ref.kind, id })
      this.made.delete(key)
      this.planned.delete(key)
      this.unknown.set(key, task)
    }
    this.#touch(ref, task)
  }

  #touch(ref: Name, task: string): void {
    if (!this.touched.has(refKey(ref))) this.touched.set(refKey(ref), task)
  }

  /** The same for what can lie in others: a path with all that is known to lie in it. */
  markTreeUnknown(ref: Name, task: string): void {
    if (kindOf(ref.kind).holders === undefined) return
    this.#story.push(world => world.markTreeUnknown(ref, task))
    this.#markTree(ref, task)
  }

  #markTree(ref: Name, task: string): void {
    const { holders = () => [] } = kindOf(ref.kind)
    const inIt = this.keys()
      .map(nameOf)
      .filter(({ kind, id }) => kind === ref.kind && [...holders(id)].includes(ref.id))
    for (const name of [ref, ...inIt]) this.#mark(name, task)
  }
}
