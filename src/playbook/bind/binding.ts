/** A play on its way to the tasks of one host: what is known so far, from its first task to its last handler. */
import type { Scope, Task } from '../../engine/index.ts'
import { Collector } from '../../errors/collect.ts'
import type { Host } from '../../inventory/types.ts'
import type { Play, TaskSource } from '../types.ts'
import type { OthersSeen } from './bound-task.ts'
import type { BindContext, CompiledTopology } from './context.ts'
import type { Gathering } from './gather.ts'
import type { HostVars } from './host-vars.ts'
import type { Prepared, Topics } from './prepared.ts'

export type Binding = {
  readonly play: Play
  readonly host: Host
  readonly context: BindContext
  readonly vars: HostVars
  /** As far as the tags choose it. */
  readonly topology: CompiledTopology | undefined
  readonly verification: readonly Task[]
  readonly gathering: Gathering | undefined
  /** The facts that are taken as true until the host has told its own. */
  readonly assumed: ReadonlyMap<string, unknown>
  /** Names that tasks register or set, up to here. */
  readonly visible: Set<string>
  /** Those of this play alone. Replaced where one is added. */
  here: ReadonlySet<string>
  /** Those that tasks set for other hosts. */
  readonly given: Set<string>
  /** The play refers to `hostvars`. */
  readonly usesOthers: boolean
  /** The position in the play of the task at work. */
  order: number
  problems: Collector
  /** Something was chosen by assumed facts. */
  dependsOnFacts: boolean
  /** Values of `include_vars` that are known before contact. */
  included: Readonly<Record<string, unknown>>
  /** How many includes have brought tasks. */
  brought: number
  /** Handlers that includes bring, until they are prepared. */
  readonly broughtHandlers: TaskSource[]
  readonly prepared: Prepared[]
  readonly handlers: Task[]
  topics: Topics
  /** The tasks of a section: its own, those that includes bring, those for the items of a loop. */
  prepareAll(sources: readonly TaskSource[], section: Prepared['section']): readonly Prepared[]
  complete(one: Prepared): Task
}

/** Tasks after this one see the names. */
export function addVisible(binding: Binding, names: readonly string[]): void {
  for (const name of names) binding.visible.add(name)
  const added = names.filter(name => !binding.here.has(name))
  if (added.length > 0) binding.here = new Set([...binding.here, ...added])
}

/** What a task at this position sees of other hosts. */
export function othersSeen({ usesOthers, here, given, gathering, order }: Binding): OthersSeen | undefined {
  return usesOthers ? { here, given, facts: gathering?.names ?? [], order } : undefined
}

/** Throws what goes wrong within. */
export function separately<T>(binding: Binding, work: () => T): T {
  const outside = binding.problems
  binding.problems = new Collector()
  try {
    const result = work()
    binding.problems.throwIfAny()
    return result
  } finally {
    binding.problems = outside
  }
}

export const beforeContact = ({ host }: Pick<Binding, 'host'>): Scope => ({
  host: host.name,
  registered: new Map(),
  pending: new Map(),
  observed: null,
})
