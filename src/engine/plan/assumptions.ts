/**
 * What a package is assumed to provide where something is absent: initial states, on which a task is planned only to show the edit that
 * it would make after the package is installed. The task itself stays unknown.
 */
import { kindOf } from '../../resources/index.ts'
import { type Ref, refKey, type State } from '../../resources/kind.ts'
import type { HostView } from '../module.ts'
import type { Change } from './change.ts'
import { Unknown } from './unknown.ts'

type Name = { readonly kind: string; readonly id: string }

export class AssumedHost implements HostView {
  readonly #observed: HostView
  readonly #holders: ReadonlySet<string>
  /** What earlier changes of the task leave: three edits of one file build on each other. */
  readonly #planned = new Map<string, State | null>()
  readonly #created = new Set<string>()
  readonly #texts = new Map<string, string>()

  /** `refs`: everything that the task reads; the paths in which others of them lie are assumed to be directories. */
  constructor(observed: HostView, refs: readonly Ref[]) {
    this.#observed = observed
    this.#holders = new Set(refs.flatMap(holdersOf))
  }

  record({ want, before, after }: Change): void {
    const key = refKey(want)
    this.#planned.set(key, after)
    if (before === null && after !== null) this.#created.add(key)
    if (want.content !== undefined) this.#texts.set(want.id, typeof after?.text === 'string' ? after.text : '')
  }

  state(ref: Name): State | null {
    const planned = this.#planned.get(refKey(ref))
    if (planned !== undefined) return planned
    // Nothing is in what the task creates.
    if (holdersOf(ref).some(key => this.#created.has(key))) return null
    return orElse(
      () => this.#observed.state(ref),
      () => this.#assumed(ref),
    )
  }

  text(path: string): string | null {
    return (
      this.#texts.get(path) ??
      orElse(
        () => this.#observed.text(path),
        () => '',
      )
    )
  }

  mayExist(ref: Name): boolean {
    return this.#observed.mayExist(ref)
  }

  isMade(ref: Name): boolean {
    return this.#observed.isMade(ref)
  }

  #assumed(ref: Name): State | null {
    const { initial, initialHolder } = kindOf(ref.kind)
    return (this.#holders.has(refKey(ref)) ? initialHolder : initial) ?? null
  }
}

/** The keys of the resources in which one lies. */
function holdersOf({ kind, id }: Name): readonly string[] {
  return [...(kindOf(kind).holders?.(id) ?? [])].map(holder => refKey({ kind, id: holder }))
}

function orElse<T>(read: () => T, assumed: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof Unknown) return assumed()
    throw error
  }
}
