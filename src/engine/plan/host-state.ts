/**
 * What is known of one host: what was read, and over it (in a check, or while a task is planned) what earlier tasks would
 * leave behind. Reading what cannot be known throws, so that no plan is ever made from a guess.
 */
import { canonical } from '../../resources/canonical.ts'
import { hasTrait, kindOf } from '../../resources/index.ts'
import {
  type Holdings,
  type Look,
  type Ref,
  type ResourceChange,
  refKey,
  type State,
  type Want,
} from '../../resources/kind.ts'
import { path as pathRef } from '../../resources/path/state.ts'
import { type HostView, Refusal } from '../module.ts'
import type { Task } from '../task.ts'
import { OpaqueChanges, type Provides } from './opaque-changes.ts'
import { isEarly, isTransient, type Name, NotRead, nameOf, Unknown } from './unknown.ts'

type PredictedChange = ResourceChange & { readonly quiet?: boolean }

export class HostState implements HostView {
  readonly #read: Map<string, State | null>
  readonly #planned = new Map<string, State | null>()
  readonly #unknown = new Map<string, string>()
  /** Removed by a predicted change: what was read there, and below it, counts no more. */
  readonly #removed = new Set<string>()
  readonly #opaque = new OpaqueChanges()
  /** Fields that are guesses, with the task that makes them what they are. */
  readonly #unsure = new Map<string, { readonly fields: readonly string[]; readonly task: string }>()
  /** Changes from which something follows for later tasks only. */
  #deferred: { readonly change: PredictedChange; readonly task: string }[] = []
  /** Who runs the steps of tasks that do not become; undefined: root. */
  loginUser: string | undefined
  /** What was foreseen, in its order. */
  readonly #story: ((world: HostState) => void)[] = []
  /** What was changed or is unknown, with the first task that did it. */
  readonly #touched = new Map<string, string>()

  /** Lets so many megabytes of archives be fetched to read what packages bring. */
  readArchives(megabytes: number): void {
    this.#opaque.megabytes = megabytes
  }

  constructor(read: ReadonlyMap<string, State | null> = new Map()) {
    this.#read = new Map(read)
  }

  /** Takes in what a probe found; it replaces what was planned for these resources. */
  record(found: ReadonlyMap<string, State | null>): void {
    for (const [key, state] of found) {
      this.#read.set(key, state)
      this.#planned.delete(key)
      this.#unknown.delete(key)
    }
  }

  /** What was read, to plan on: nothing that happens to it reaches this one, and what was foreseen here is not in it. */
  fork(): HostState {
    const fork = new HostState(this.#read)
    fork.loginUser = this.loginUser
    fork.#opaque.megabytes = this.#opaque.megabytes
    return fork
  }

  /** The same with what was foreseen. */
  copy(): HostState {
    const copy = this.fork()
    for (const [key, state] of this.#planned) copy.#planned.set(key, state)
    for (const [key, task] of this.#unknown) copy.#unknown.set(key, task)
    for (const key of this.#removed) copy.#removed.add(key)
    copy.#opaque.addAll(this.#opaque)
    for (const [key, unsure] of this.#unsure) copy.#unsure.set(key, unsure)
    for (const [key, task] of this.#touched) copy.#touched.set(key, task)
    copy.#deferred.push(...this.#deferred)
    copy.#story.push(...this.#story)
    return copy
  }

  /** Foresees the same on another reading of the host, of which more may be known. Throws NotRead where that does not suffice. */
  replayOn(world: HostState): void {
    for (const event of this.#story) event(world)
  }

  /** Drops what was true only until something changed, or is asked only before. */
  forgetTransient(): void {
    for (const key of this.#read.keys())
      if (isTransient(nameOf(key).kind) || isEarly(nameOf(key).kind)) this.#read.delete(key)
  }

  /** Lays the state that `change` leaves over what was read, with what follows from it. `task` is the one that makes it. */
  predict(change: PredictedChange, task: string, provides?: Provides): void {
    this.#story.push(world => world.predict(change, task, provides))
    const { want, after, quiet } = change
    const kind = kindOf(want.kind)
    if (kind.followedLater) this.#deferred.push({ change, task })
    else this.#predictOthers(change, task)
    const left = kind.leaves ? kind.leaves(change) : after
    const { id, state } = kind.names?.place(change, this.#holdings(want.kind)) ?? { id: want.id, state: left }
    const ref = { kind: want.kind, id }
    if (state === null) this.#remove(ref)
    this.#planned.set(refKey(ref), state)
    this.#unknown.delete(refKey(ref))
    if (!quiet && !kind.traits?.includes('silent')) this.#touch(want, task)
    if (kind.traits?.includes('opaque') && after !== null) this.#opaque.add(change, task, provides)
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
    for (const [key, state] of after.#planned) {
      const isCopied = this.#planned.has(key) && state === this.#planned.get(key)
      if (!isCopied && canonical(state) !== canonical(this.#lastKnown(key))) this.#mark(nameOf(key), task.name)
    }
    for (const key of after.#unknown.keys()) if (!this.#unknown.has(key)) this.#mark(nameOf(key), task.name)
    for (const key of after.#removed) if (!this.#removed.has(key)) this.#markTree(nameOf(key), task.name)
    if (hasTrait(change.want.kind, 'opaque') && change.after !== null) this.#opaque.addPossible(task)
  }

  /** What other resources are once `change` is made: members of a group, what lies in a removed directory, the unit of a file. */
  #predictOthers(change: PredictedChange, task: string): void {
    const look: Look = (id, kind = change.want.kind) => this.#readOf({ kind, id })
    for (const key of this.#keys()) {
      const ref = nameOf(key)
      if (key === refKey(change.want) && !kindOf(ref.kind).followedLater) continue
      const follows = kindOf(ref.kind).follows
      const state = follows === undefined ? undefined : this.#lastKnown(key)
      if (follows === undefined || state === undefined) continue
      const next = follows(change, ref.id, state, look)
      if (next === 'unknown') this.#mark(ref, task)
      else if (next !== undefined) this.#planned.set(key, this.#sureOf(ref, next, task))
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
    this.#removed.add(refKey(ref))
    for (const key of [...this.#planned.keys(), ...this.#unknown.keys()]) {
      const { kind, id } = nameOf(key)
      if (kind !== ref.kind || ![...holders(id)].includes(ref.id)) continue
      this.#planned.delete(key)
      this.#unknown.delete(key)
    }
  }

  /** For kinds whose resources have several names. */
  #holdings(kind: string): Holdings {
    const { holders } = kindOf(kind)
    return {
      predicted: id => {
        const key = refKey({ kind, id })
        const because = this.#unknown.get(key)
        if (because !== undefined) throw new Unknown({ kind, id }, because)
        const planned = this.#planned.get(key)
        if (planned !== undefined) return planned
        const isRemoved = [id, ...(holders?.(id) ?? [])].some(one => this.#removed.has(refKey({ kind, id: one })))
        return isRemoved ? null : undefined
      },
      read: id => this.#readOf({ kind, id }),
      require: id => {
        const read = this.#readOf({ kind, id })
        if (read === undefined) throw new NotRead({ kind, id })
        return read
      },
    }
  }

  /** The id under which a resource is kept, as far as it was read. */
  placeOf({ kind, id }: Name): string {
    const { names } = kindOf(kind)
    if (names === undefined || this.#readOf({ kind, id }) === undefined) return id
    return names.view(id, { ...this.#holdings(kind), predicted: () => undefined }).at
  }

  /** Marks as unknown what nothing can tell after an opaque change (a command). */
  markObscured(change: PredictedChange, task: string): void {
    const { obscures } = kindOf(change.want.kind)
    if (obscures === undefined) return
    this.#story.push(world => world.markObscured(change, task))
    for (const ref of this.#keys().map(nameOf)) if (obscures(change, ref)) this.#mark(ref, task)
  }

  #lastKnown(key: string): State | null | undefined {
    const known = this.#planned.has(key) ? this.#planned.get(key) : this.#read.get(key)
    if (known !== null || this.#opaque.isEmpty || this.#planned.has(key)) return known
    const ref = nameOf(key)
    return kindOf(ref.kind).providedByPackages && !this.mayExist(ref) ? this.#brought(ref) : known
  }

  /** All that is known; a copy, so that it can be changed meanwhile. */
  #keys(): readonly string[] {
    return [...new Set([...this.#read.keys(), ...this.#planned.keys()])]
  }

  /** From now on the resource is unknown, because it depends on what `task` will do. */
  markUnknown(ref: Name, task: string): void {
    this.#story.push(world => world.markUnknown(ref, task))
    this.#mark(ref, task)
  }

  #mark(ref: Name, task: string): void {
    for (const id of new Set([ref.id, this.placeOf(ref)])) {
      const key = refKey({ kind: ref.kind, id })
      this.#planned.delete(key)
      this.#unknown.set(key, task)
    }
    this.#touch(ref, task)
  }

  #touch(ref: Name, task: string): void {
    if (!this.#touched.has(refKey(ref))) this.#touched.set(refKey(ref), task)
  }

  /** The task after which what was read of a transient resource may not hold. */
  #outdates(ref: Name): string | undefined {
    const { isTouchedBy } = kindOf(ref.kind)
    return [...this.#touched].find(([key]) => isTouchedBy?.(nameOf(key), ref.id) ?? true)?.[1]
  }

  /** The same for what can lie in others: a path with all that is known to lie in it. */
  markTreeUnknown(ref: Name, task: string): void {
    if (kindOf(ref.kind).holders === undefined) return
    this.#story.push(world => world.markTreeUnknown(ref, task))
    this.#markTree(ref, task)
  }

  #markTree(ref: Name, task: string): void {
    const { holders = () => [] } = kindOf(ref.kind)
    const inIt = this.#keys()
      .map(nameOf)
      .filter(({ kind, id }) => kind === ref.kind && [...holders(id)].includes(ref.id))
    for (const name of [ref, ...inIt]) this.#mark(name, task)
  }

  /** What was read last, by ref key; undefined where nothing was. */
  lastRead(key: string): State | null | undefined {
    return this.#read.get(key)
  }

  has(ref: Name): boolean {
    return this.#readOf(ref) !== undefined || this.#planned.has(refKey(ref))
  }

  state(ref: Name): State | null {
    const key = refKey(ref)
    const because = this.#unknown.get(key)
    if (because !== undefined) throw new Unknown(ref, because)
    const { names } = kindOf(ref.kind)
    if (names !== undefined && this.#planned.size + this.#unknown.size > 0) return this.#named(ref)
    const planned = this.#planned.get(key)
    if (planned !== undefined) return planned
    const outdated = isTransient(ref.kind) ? this.#outdates(ref) : undefined
    if (outdated !== undefined) throw new Unknown(ref, outdated)
    const read = this.#readOf(ref)
    if (read === undefined) throw new NotRead(ref)
    return read === null && kindOf(ref.kind).providedByPackages ? this.#brought(ref) : read
  }

  /** Of a kind whose resources have several names: what the name means by now. */
  #named(ref: Name): State | null {
    const read = this.#readOf(ref)
    if (read === undefined && !this.#planned.has(refKey(ref))) throw new NotRead(ref)
    const view = kindOf(ref.kind).names?.view(ref.id, this.#holdings(ref.kind))
    if (view === undefined) throw new NotRead(ref)
    const isAbsent = view.state === null && !view.isPredicted
    return isAbsent && kindOf(ref.kind).providedByPackages ? this.#brought({ ...ref, id: view.at }) : view.state
  }

  #readOf(ref: Name): State | null | undefined {
    const own = this.#read.get(refKey(ref))
    if (own !== undefined) return own
    for (const id of kindOf(ref.kind).holders?.(ref.id) ?? [])
      if (this.#read.get(refKey({ kind: ref.kind, id })) === null) return null
    return undefined
  }

  /** What opaque changes make of an absent resource. Throws as {@link OpaqueChanges.broughtTo} does. */
  #brought(ref: Name): State | null {
    const found = this.#opaque.broughtTo(ref, one => this.#readOf(one))
    return found === undefined ? null : this.#sureOf(ref, found.state, found.task)
  }

  /** Keeps in mind which fields are only guesses (`unsure`). */
  #sureOf(ref: Name, found: State | null, task: string): State | null {
    if (!Array.isArray(found?.unsure)) return found
    const { unsure, ...state } = found
    this.#unsure.set(refKey(ref), { fields: unsure.map(String), task })
    return state
  }

  /** All that opaque changes leave to be asked of what was read as absent: one round trip for all tasks. */
  questions(): readonly Ref[] {
    const absent = [...this.#read].filter(([, state]) => state === null).map(([key]) => nameOf(key))
    return this.#opaque.questions(absent, ref => this.#readOf(ref))
  }

  /** What must be asked to know a resource that was read. */
  questionFor(ref: Name): Ref | undefined {
    if (this.#opaque.megabytes === 0 || this.#opaque.isEmpty) return undefined
    try {
      this.state(ref)
    } catch (error) {
      if (error instanceof NotRead && isEarly(error.ref.kind)) return error.ref
      if (!(error instanceof NotRead || error instanceof Unknown)) throw error
    }
    return undefined
  }

  /** Throws Unknown where a wanted field is only a guess now. */
  requireSure({ kind, id, state }: Want): void {
    for (const at of state === null ? [] : new Set([id, this.placeOf({ kind, id })])) {
      const unsure = this.#unsure.get(refKey({ kind, id: at }))
      if (unsure?.fields.some(field => state?.[field] !== undefined)) throw new Unknown({ kind, id }, unsure.task)
    }
  }

  text(path: string): string | null {
    const state = this.state(pathRef(path))
    if (state === null) return null
    if (state.type !== 'file') throw new Refusal(`${path} is not a file but a ${state.type}`)
    if (typeof state.text === 'string') return state.text
    if (state.text === null) throw new Refusal(`${path} is binary or larger than 1 MiB; swk edits only text files`)
    throw new NotRead(pathRef(path))
  }

  mayExist(ref: Name): boolean {
    try {
      this.state(ref)
      return false
    } catch (error) {
      if (error instanceof Unknown) return true
      if (error instanceof NotRead) return false
      throw error
    }
  }
}
