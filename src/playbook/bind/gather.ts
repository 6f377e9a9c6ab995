/** The task that reads the facts that a play refers to; a play that refers to none has no such task. */

import { z } from 'zod'
import { defineModule, type HostView, type Module, type Task } from '../../engine/index.ts'
import type { Host } from '../../inventory/types.ts'
import { allFactNames, factGroupsOf, factsResult, groupOfFact } from '../../sdk/facts.ts'
import { facts } from '../../sdk/refs.ts'
import type { Play } from '../types.ts'
import type { BindContext } from './context.ts'
import { factsOfPlay, factsOfVars } from './referred-facts.ts'
import { hasRelativePaths, homes } from './relative-paths.ts'

export type Gathering = {
  readonly task: Omit<Task, 'become'>
  /** The variables that it sets. */
  readonly names: readonly string[]
  /** Their values on a host that has been read. */
  valuesIn(observed: HostView): ReadonlyMap<string, unknown>
}

const ofPaths = Object.values(homes).map(name => name.replace('ansible_', ''))

/** Undefined: the play refers to no facts, or has `gather_facts: false`. */
export function gatherFor(play: Play, host: Host, context: BindContext): Gathering | undefined {
  const resolves = hasRelativePaths(play, context)
  if (play.gatherFacts === false && !resolves) return undefined
  const later = context.laterFacts ? [context.laterFacts] : []
  const gathers = play.gatherFacts !== false
  const ofPlay = factsOfPlay(play, context)
  // Through `hostvars` the variables of any host may be rendered.
  const hosts = ofPlay.others ? [...context.inventory.hosts.values()] : [host]
  const referred = gathers ? [ofPlay, ...hosts.map(({ vars }) => factsOfVars(vars)), ...later] : []
  const all = referred.some(one => one.all)
  const used = new Set([...referred.flatMap(one => [...one.names]), ...(resolves ? ofPaths : [])])
  const named = new Set([...used].map(groupOfFact).filter(group => group !== undefined))
  const groups = all ? factGroupsOf(['all']) : [...named].sort()
  if (groups.length === 0) return undefined
  const stronger = [play.vars, play.roleVars ?? {}, context.varsFiles]
  const facts = new Set([
    ...(gathers ? allFactNames : []),
    ...[...used].map(name => `ansible_${name}`),
    ...(gathers ? ['ansible_facts'] : []),
  ])
  const names = [...facts].filter(name => !stronger.some(vars => Object.hasOwn(vars, name)))
  const valuesIn = (observed: HostView) =>
    new Map(Object.entries(factsResult(observed, groups).ansible_facts).filter(([name]) => names.includes(name)))
  return { task: taskOf(gatherModule(groups, valuesIn), names), names, valuesIn }
}

function gatherModule(groups: readonly string[], valuesIn: Gathering['valuesIn']): Module {
  return defineModule({
    name: 'setup',
    summary: 'Reads the facts that the play refers to.',
    args: z.strictObject({}),
    reads: () => groups.map(group => facts(group)),
    plan: () => [],
    result: (_, observed) => ({ ansible_facts: Object.fromEntries(valuesIn(observed)) }),
  })
}

function taskOf(module: Module, sets: readonly string[]): Omit<Task, 'become'> {
  return {
    name: 'Gathering Facts',
    module,
    section: 'pre_tasks',
    sets,
    notify: [],
    ignoreErrors: false,
    noLog: false,
    resolve: () => ({ type: 'run', instances: [{ args: {} }] }),
  }
}
