/** Changes that do not show what they bring (packages, commands), and what of it the archives of packages can tell. */
import { kindOf } from '../../resources/index.ts'
import { type Ref, type ResourceChange, refKey, type State } from '../../resources/kind.ts'
import type { Task } from '../task.ts'
import { type Name, NotRead, Unknown } from './unknown.ts'

/** Whether an opaque change may bring a resource that is absent. */
export type Provides = (ref: Name) => boolean

/** Those of one task. */
type Opaque = {
  readonly task: string
  readonly provides: Provides
  /** None: nothing tells whether there is one. */
  readonly changes: readonly ResourceChange[]
  readonly questions: Map<string, Ref | undefined>
}

type Read = (ref: Name) => State | null | undefined

const anything: Provides = () => true

export class OpaqueChanges {
  readonly #all: Opaque[] = []
  /** How many megabytes of archives may be fetched to read what they bring; 0: then it is unknown. */
  megabytes = 0

  get isEmpty(): boolean {
    return this.#all.length === 0
  }

  addAll(others: OpaqueChanges): void {
    this.#all.push(...others.#all)
  }

  /** Changes of one task are asked about together; tasks can have the same name. */
  add(change: ResourceChange, task: string, provides: Provides = anything): void {
    const last = this.#all.at(-1)
    const isSame = last?.task === task && last.provides === provides && last.changes.length > 0
    if (isSame) this.#all.pop()
    const changes = isSame ? [...last.changes, change] : [change]
    this.#all.push({ task, provides, changes, questions: new Map() })
  }

  /** Nothing tells whether it is made. */
  addPossible({ name, provides = anything }: Pick<Task, 'name' | 'provides'>): void {
    this.#all.push({ task: name, provides, changes: [], questions: new Map() })
  }

  /**
   * What they make of an absent resource, and the task that does; undefined: nothing. Throws Unknown where nothing tells, and NotRead
   * where the host was not asked.
   */
  broughtTo(ref: Name, read: Read): { readonly state: State; readonly task: string } | undefined {
    // What comes last replaces what came before.
    for (const opaque of this.#all.toReversed()) {
      if (!opaque.provides(ref)) continue
      const question = this.megabytes > 0 ? this.#questionOf(ref, opaque) : undefined
      if (question === undefined) throw new Unknown(ref, opaque.task)
      const answer = read(question)
      if (answer === undefined) throw new NotRead(question)
      if (answer === null) continue
      if (answer.isUnknown === true) throw new Unknown(ref, opaque.task)
      return { state: answer, task: opaque.task }
    }
    return undefined
  }

  /** All that is to be asked of these absent resources and was not: one round trip for all tasks. */
  questions(absent: readonly Name[], read: Read): readonly Ref[] {
    const brought = absent.filter(({ kind }) => kindOf(kind).providedByPackages)
    const all = this.#all.flatMap(opaque =>
      brought.filter(opaque.provides).flatMap(ref => this.#questionOf(ref, opaque) ?? []),
    )
    return all.filter(question => read(question) === undefined)
  }

  #questionOf(ref: Name, opaque: Opaque): Ref | undefined {
    const { changes, questions } = opaque
    const key = refKey(ref)
    const [first] = changes
    if (first !== undefined && !questions.has(key)) {
      const earlier = this.#all.slice(0, this.#all.indexOf(opaque)).flatMap(one => one.changes)
      questions.set(key, kindOf(first.want.kind).contents?.(changes, ref, this.megabytes, earlier))
    }
    return questions.get(key)
  }
}
