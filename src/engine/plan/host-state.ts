/**
 * What is known of one host: what was read, and over it (in a check, or while a task is planned) what earlier tasks would
 * leave behind. Reading what cannot be known throws, so that no plan is ever made from a guess.
 */
import { kindOf } from '../../resources/index.ts'
import { refKey, type State, type Want } from '../../resources/kind.ts'
import { type HostView, Refusal } from '../module.ts'
import { readOrAbsent } from './absent.ts'
import { initialStates } from './initial-state.ts'
import { mirrorMembership, otherSide } from './membership.ts'
import { hasOtherContent, unitsFromFile } from './stale.ts'

type Name = { readonly kind: string; readonly id: string }

/** The state cannot be known before the task `because` has run. */
export class Unknown extends Error {
  readonly because: string
  readonly ref: Name
  constructor(ref: Name, because: string) {
    super(`${refKey(ref)} is unknown, because of ${because}`)
    this.because = because
    this.ref = ref
  }
}

/** The resource has not been read yet: the engine reads it and plans again. */
export class NotRead extends Error {
  readonly ref: Name
  constructor(ref: Name) {
    super(`${refKey(ref)} was not read`)
    this.ref = ref
  }
}

/** Whether an opaque change may bring a resource that is absent. */
export type Provides = (ref: Name) => boolean

/** Kinds that an opaque change (a package) may bring where they were absent. */
const broughtByPackages = new Set(['user', 'group', 'unit', 'path', 'statoverride', 'synapse', 'nginx', 'redis'])

export class HostState implements HostView {
  readonly #read: Map<string, State | null>
  readonly #planned = new Map<string, State | null>()
  readonly #unknown = new Map<string, string>()
  readonly #opaque: { readonly task: string; readonly brings: Provides }[] = []
  #changed: string | null = null

  constructor(read: ReadonlyMap<string, State | null> = new Map()) {
    this.#read = new Map(read)
  }

  /** Takes in what a probe found; it replaces what was planned for these resources. */
  learn(found: ReadonlyMap<string, State | null>): void {
    for (const [key, state] of found) {
      this.#read.set(key, state)
      this.#planned.delete(key)
      this.#unknown.delete(key)
    }
  }

  /** What was read, to plan on: nothing that happens to it reaches this one, and what was foreseen here is not in it. */
  fork(): HostState {
    return new HostState(this.#read)
  }

  /** The same with what was foreseen. */
  copy(): HostState {
    const copy = this.fork()
    for (const [key, state] of this.#planned) copy.#planned.set(key, state)
    for (const [key, task] of this.#unknown) copy.#unknown.set(key, task)
    copy.#opaque.push(...this.#opaque)
    copy.#changed = this.#changed
    return copy
  }

  /** Drops what was true only until something changed. */
  forgetFleeting(): void {
    for (const key of this.#read.keys()) if (isTransient(key.slice(0, key.indexOf(':')))) this.#read.delete(key)
  }

  /** Lays a planned state over what was read. `task` is the one that makes it. */
  foresee(want: Want, after: State | null, task: string, brings: Provides = () => true, quiet = false): void {
    const kind = kindOf(want.kind)
    if (want.kind === 'path') this.#foreseeStale(want.id, after)
    this.#planned.set(refKey(want), after)
    this.#foreseeMembership(want, after)
    if (!quiet && !kind.traits?.includes('quiet')) this.#changed ??= task
    if (kind.traits?.includes('opaque') && after !== null) this.#opaque.push({ task, brings })
  }

  /** systemd must read the units anew that the file is part of; a unit whose file comes is a new unit. */
  #foreseeStale(path: string, after: State | null): void {
    const key = refKey({ kind: 'path', id: path })
    if (!hasOtherContent(this.#planned.get(key) ?? this.#read.get(key), after)) return
    for (const unit of unitsFromFile(path, this.#idsOf('unit'))) {
      const key = refKey({ kind: 'unit', id: unit })
      const state = this.#lastKnown(key)
      const known = state ?? (after === null || path.endsWith('.conf') ? null : (initialStates.unit ?? null))
      if (known !== null) this.#planned.set(key, { ...known, needReload: true })
    }
  }

  #foreseeMembership({ kind, id }: Name, after: State | null): void {
    const other = otherSide(kind)
    if (other === undefined) return
    for (const otherId of this.#idsOf(other)) {
      const key = refKey({ kind: other, id: otherId })
      const state = this.#lastKnown(key)
      const changed = state ? mirrorMembership(kind, id, after, otherId, state) : null
      if (changed !== null) this.#planned.set(key, changed)
    }
  }

  #lastKnown(key: string): State | null | undefined {
    return this.#planned.has(key) ? this.#planned.get(key) : this.#read.get(key)
  }

  *#idsOf(kind: string): Generator<string> {
    const start = `${kind}:`
    for (const key of this.#read.keys()) if (key.startsWith(start)) yield key.slice(start.length)
  }

  /** From now on the resource is unknown, because it depends on what `task` will do. */
  obscure(ref: Name, task: string): void {
    this.#planned.delete(refKey(ref))
    this.#unknown.set(refKey(ref), task)
    this.#changed ??= task
  }

  /** The same of a path with all that lies in it. */
  obscureTree(path: string, task: string): void {
    const inIt = [...this.#idsOf('path')].filter(id => id.startsWith(`${path}/`))
    for (const id of [path, ...inIt]) this.obscure({ kind: 'path', id }, task)
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
    const planned = this.#planned.get(key)
    if (planned !== undefined) return planned
    if (isTransient(ref.kind) && this.#changed !== null) throw new Unknown(ref, this.#changed)
    const read = this.#readOf(ref)
    if (read === undefined) throw new NotRead(ref)
    if (read === null && broughtByPackages.has(ref.kind)) this.#mayBeBrought(ref)
    return read
  }

  #readOf(ref: Name): State | null | undefined {
    return ref.kind === 'path' ? readOrAbsent(ref.id, this.#read) : this.#read.get(refKey(ref))
  }

  #mayBeBrought(ref: Name): void {
    const opaque = this.#opaque.find(({ brings }) => brings(ref))
    if (opaque !== undefined) throw new Unknown(ref, opaque.task)
  }

  text(path: string): string | null {
    const state = this.state({ kind: 'path', id: path })
    if (state === null) return null
    if (state.type !== 'file') throw new Refusal(`${path} is not a file but a ${state.type}`)
    if (typeof state.text === 'string') return state.text
    if (state.text === null) throw new Refusal(`${path} is binary or larger than 1 MiB; it is not edited as text`)
    throw new NotRead({ kind: 'path', id: path })
  }

  maybe(ref: Name): boolean {
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

export function isTransient(kind: string): boolean {
  return kindOf(kind).traits?.includes('fleeting') ?? false
}
