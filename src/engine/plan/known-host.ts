/**
 * What is known of one host: what was read, and over it what earlier tasks would leave behind. Reading what cannot be known throws, so
 * that no plan is ever made from a guess.
 */
import { kindOf } from '../../resources/index.ts'
import { type Holdings, type Ref, refKey, type State, type Want } from '../../resources/kind.ts'
import { path as pathRef } from '../../resources/path/state.ts'
import { type HostView, Refusal } from '../module.ts'
import { OpaqueChanges } from './opaque-changes.ts'
import { isEarly, isTransient, type Name, NotRead, nameOf, Unknown } from './unknown.ts'

export class KnownHost implements HostView {
  protected readonly read: Map<string, State | null>
  protected readonly planned = new Map<string, State | null>()
  protected readonly unknown = new Map<string, string>()
  /** Unknown, but surely there: an earlier change makes it. */
  protected readonly made = new Set<string>()
  /** Removed by a predicted change: what was read there, and below it, counts no more. */
  protected readonly removed = new Set<string>()
  protected readonly opaque = new OpaqueChanges()
  /** Fields that are guesses, with the task that makes them what they are. */
  protected readonly unsure = new Map<string, { readonly fields: readonly string[]; readonly task: string }>()
  /** What was changed or is unknown, with the first task that did it. */
  protected readonly touched = new Map<string, string>()
  /** Who runs the steps of tasks that do not become; undefined: root. */
  loginUser: string | undefined

  constructor(read: ReadonlyMap<string, State | null> = new Map()) {
    this.read = new Map(read)
  }

  /** Lets so many megabytes of archives be fetched to read what packages bring. */
  readArchives(megabytes: number): void {
    this.opaque.megabytes = megabytes
  }

  /** Takes in what a probe found; it replaces what was planned for these resources. */
  record(found: ReadonlyMap<string, State | null>): void {
    for (const [key, state] of found) {
      this.read.set(key, state)
      this.planned.delete(key)
      this.unknown.delete(key)
      this.made.delete(key)
    }
  }

  /** Drops what was true only until something changed, or is asked only before. */
  forgetTransient(): void {
    for (const key of this.read.keys())
      if (isTransient(nameOf(key).kind) || isEarly(nameOf(key).kind)) this.read.delete(key)
  }

  /** What was read last, by ref key; undefined where nothing was. */
  lastRead(key: string): State | null | undefined {
    return this.read.get(key)
  }

  has(ref: Name): boolean {
    return this.readOf(ref) !== undefined || this.planned.has(refKey(ref))
  }

  /** Whether other tasks have read, and perhaps changed, the resource without its content. */
  lacksContent(ref: Ref): boolean {
    const key = refKey(ref)
    if (ref.need !== 'content' || this.unknown.has(key)) return false
    const read = this.read.get(key)
    const { isWhole } = kindOf(ref.kind)
    return [read, this.planned.get(key) ?? read].every(state => state && isWhole?.(state, ref) === false)
  }

  state(ref: Name): State | null {
    const key = refKey(ref)
    const because = this.unknown.get(key)
    if (because !== undefined) throw new Unknown(ref, because)
    const { names } = kindOf(ref.kind)
    if (names !== undefined && this.planned.size + this.unknown.size > 0) return this.#named(ref)
    const planned = this.planned.get(key)
    if (planned !== undefined) return planned
    const outdated = isTransient(ref.kind) ? this.#outdates(ref) : undefined
    if (outdated !== undefined) throw new Unknown(ref, outdated)
    const read = this.readOf(ref)
    if (read === undefined) throw new NotRead(ref)
    return read === null && kindOf(ref.kind).providedByPackages ? this.brought(ref) : read
  }

  /** Of a kind whose resources have several names: what the name means by now. */
  #named(ref: Name): State | null {
    const read = this.readOf(ref)
    if (read === undefined && !this.planned.has(refKey(ref))) throw new NotRead(ref)
    const view = kindOf(ref.kind).names?.view(ref.id, this.holdings(ref.kind))
    if (view === undefined) throw new NotRead(ref)
    const isAbsent = view.state === null && !view.isPredicted
    return isAbsent && kindOf(ref.kind).providedByPackages ? this.brought({ ...ref, id: view.at }) : view.state
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

  isMade(ref: Name): boolean {
    return this.made.has(refKey(ref))
  }

  /** Throws Unknown where a wanted field is only a guess now. */
  requireSure({ kind, id, state }: Want): void {
    for (const at of state === null ? [] : new Set([id, this.placeOf({ kind, id })])) {
      const unsure = this.unsure.get(refKey({ kind, id: at }))
      if (unsure?.fields.some(field => state?.[field] !== undefined)) throw new Unknown({ kind, id }, unsure.task)
    }
  }

  /** All that opaque changes leave to be asked of what was read as absent: one round trip for all tasks. */
  questions(): readonly Ref[] {
    const absent = [...this.read].filter(([, state]) => state === null).map(([key]) => nameOf(key))
    return this.opaque.questions(absent, ref => this.readOf(ref))
  }

  /** What must be asked to know a resource that was read. */
  questionFor(ref: Name): Ref | undefined {
    if (this.opaque.megabytes === 0 || this.opaque.isEmpty) return undefined
    try {
      this.state(ref)
    } catch (error) {
      if (error instanceof NotRead && isEarly(error.ref.kind)) return error.ref
      if (!(error instanceof NotRead || error instanceof Unknown)) throw error
    }
    return undefined
  }

  /** The id under which a resource is kept, as far as it was read. */
  placeOf({ kind, id }: Name): string {
    const { names } = kindOf(kind)
    if (names === undefined || this.readOf({ kind, id }) === undefined) return id
    return names.view(id, { ...this.holdings(kind), predicted: () => undefined }).at
  }

  protected readOf(ref: Name): State | null | undefined {
    const own = this.read.get(refKey(ref))
    if (own !== undefined) return own
    for (const id of kindOf(ref.kind).holders?.(ref.id) ?? [])
      if (this.read.get(refKey({ kind: ref.kind, id })) === null) return null
    return undefined
  }

  /** For kinds whose resources have several names. */
  protected holdings(kind: string): Holdings {
    const { holders } = kindOf(kind)
    return {
      predicted: id => {
        const key = refKey({ kind, id })
        const because = this.unknown.get(key)
        if (because !== undefined) throw new Unknown({ kind, id }, because)
        const planned = this.planned.get(key)
        if (planned !== undefined) return planned
        const isRemoved = [id, ...(holders?.(id) ?? [])].some(one => this.removed.has(refKey({ kind, id: one })))
        return isRemoved ? null : undefined
      },
      read: id => this.readOf({ kind, id }),
      require: id => {
        const read = this.readOf({ kind, id })
        if (read === undefined) throw new NotRead({ kind, id })
        return read
      },
    }
  }

  protected lastKnown(key: string): State | null | undefined {
    const known = this.planned.has(key) ? this.planned.get(key) : this.read.get(key)
    if (known !== null || this.opaque.isEmpty || this.planned.has(key)) return known
    const ref = nameOf(key)
    return kindOf(ref.kind).providedByPackages && !this.mayExist(ref) ? this.brought(ref) : known
  }

  /** All that is known; a copy, so that it can be changed meanwhile. */
  protected keys(): readonly string[] {
    return [...new Set([...this.read.keys(), ...this.planned.keys()])]
  }

  /** What opaque changes make of an absent resource. Throws as {@link OpaqueChanges.broughtTo} does. */
  protected brought(ref: Name): State | null {
    const found = this.opaque.broughtTo(ref, one => this.readOf(one))
    return found === undefined ? null : this.sureOf(ref, found.state, found.task)
  }

  /** Keeps in mind which fields are only guesses (`unsure`). */
  protected sureOf(ref: Name, found: State | null, task: string): State | null {
    if (!Array.isArray(found?.unsure)) return found
    const { unsure, ...state } = found
    this.unsure.set(refKey(ref), { fields: unsure.map(String), task })
    return state
  }

  /** The task after which what was read of a transient resource may not hold. */
  #outdates(ref: Name): string | undefined {
    const { isTouchedBy } = kindOf(ref.kind)
    return [...this.touched].find(([key]) => isTouchedBy?.(nameOf(key), ref.id) ?? true)?.[1]
  }
}
