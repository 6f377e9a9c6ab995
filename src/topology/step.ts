/** From a step of the topology to a task of the engine. */
import type { HostView, Module } from '../engine/module.ts'
import type { Instance, Resolution, Scope, Section, Task } from '../engine/task.ts'
import { type Ref, refKey } from '../resources/kind.ts'
import { newUnit } from '../resources/unit/new.ts'
import { type Facts, factRefs, factsOf, typicalFacts } from './model/facts.ts'
import { matrixRedis } from './model/redis.ts'

/** The modules that a topology's tasks are made of: only these are loaded for it. */
export const usedModules = ['apt', 'file', 'lineinfile', 'statoverride', 'systemd', 'user-group'] as const

/** Finds one of them. Given by who binds a play, so that modules stay above the topology. */
export type Modules = (name: (typeof usedModules)[number]) => Module

export type Item = { readonly label?: string; readonly args: unknown }

export type StepSpec = {
  readonly name: string
  readonly module: Module
  /** Pure. Must name the same resources for any host that is like a typical one: those are read in the first batch. */
  items(facts: Facts, observed: HostView): readonly Item[]
  readonly notify?: readonly string[]
  readonly section?: Section | 'handlers'
  readonly onlyAfterChange?: boolean
  readonly onlyVerify?: boolean
  readonly onlyActive?: boolean
  /** What its package may bring where it is absent; all else stays absent. */
  readonly provides?: (ref: { readonly kind: string; readonly id: string }) => boolean
}

export function stepTask(spec: StepSpec): Task {
  const instances = (facts: Facts, observed: HostView): readonly Instance[] =>
    spec.items(facts, observed).map(({ label, args }) => ({
      ...(label === undefined ? {} : { label }),
      args: spec.module.args.parse(args),
    }))
  return {
    name: spec.name,
    module: spec.module,
    section: spec.section ?? 'topology',
    prefetch: prefetchOf(
      spec.module,
      typical.map(facts => instances(facts, typicalHost)),
    ),
    notify: spec.notify ?? [],
    ignoreErrors: false,
    noLog: false,
    become: true,
    ...(spec.onlyAfterChange ? { onlyAfterChange: true } : {}),
    ...(spec.onlyVerify ? { onlyVerify: true } : {}),
    ...(spec.onlyActive ? { onlyActive: true } : {}),
    ...(spec.provides ? { provides: spec.provides } : {}),
    resolve: (scope: Scope): Resolution =>
      scope.observed === null
        ? { type: 'waits', on: 'the facts of the host' }
        : { type: 'run', instances: instances(factsOf(scope.observed), scope.observed) },
  }
}

/** `meta: flush_handlers` at this point. */
export function flushTask(module: Module): Task {
  const none = { notify: [], ignoreErrors: false, noLog: false, become: true }
  return {
    ...none,
    name: 'Handlers',
    module,
    section: 'topology',
    meta: 'flush_handlers',
    resolve: () => ({ type: 'skip', because: 'runs handlers' }),
  }
}

/** Hosts differ in what they have to be read for; of one resource, the first of them says what of it is read. */
const typical: readonly Facts[] = [typicalFacts, { ...typicalFacts, redis: matrixRedis }]

function prefetchOf(module: Module, hosts: readonly (readonly Instance[])[]): readonly Ref[] {
  const [first = [], ...others] = hosts.map(instances => instances.flatMap(({ args }) => module.reads(args)))
  const known = new Set(first.map(refKey))
  return [...factRefs, ...first, ...others.flat().filter(ref => !known.has(refKey(ref)))]
}

/** Every worker runs there on what is there, and there is nothing else to see. */
const typicalHost: HostView = {
  state: ({ kind }) => (kind === 'unit' ? { ...newUnit, active: 'active', config: '' } : null),
  text: () => null,
  mayExist: () => false,
  isMade: () => false,
}
