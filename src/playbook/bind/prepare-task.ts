/** A task, with its module and its variables, before it is known what handlers there are. */

import type { Module } from '../../engine/index.ts'
import { withTimeLimit } from '../../sdk/time-limit.ts'
import { moduleKey } from '../modules.ts'
import { nothingAround } from '../parse/inherit.ts'
import type { TaskSource } from '../types.ts'
import { becomeOf } from './become.ts'
import { addVisible, type Binding, othersSeen } from './binding.ts'
import { boundTask } from './bound-task.ts'
import { renderCount } from './flags.ts'
import { includedVars, includeVarsModule, isIncludeVars } from './include-vars.ts'
import { absentStandIn, isLeftOut, mayBeLeftOut } from './left-out.ts'
import { metaModule } from './meta.ts'
import { namesSetBy } from './names-set.ts'
import { nameOf, type Prepared } from './prepared.ts'
import { homes } from './relative-paths.ts'
import { explained, hidden } from './task-faults.ts'

/** `seen`: the names that it sees. Undefined: nothing is to be run, or it was reported that there is no such module. */
export function prepareTask(
  binding: Binding,
  written: TaskSource,
  section: Prepared['section'],
  seen: ReadonlySet<string>,
): Prepared | undefined {
  const { context, host, vars } = binding
  const source = withIncluded(written, binding.included)
  if (isIncludeVars(source)) return prepareIncludeVars(binding, { source, written, section }, seen)
  const isMeta = source.module === 'meta'
  const plain = isMeta ? metaModule : (context.modules.get(moduleKey(source.module)) ?? absentModule(binding, source))
  const module = plain && limitedModule(binding, source, plain)
  if (!module) return undefined
  const home = () => homeOf(binding, source)
  const bound = boundTask({
    task: source,
    module,
    host: host.name,
    vars,
    context,
    visible: seen,
    home,
    others: othersSeen(binding),
  })
  const sets = namesSetBy(module, source.args)
  addVisible(binding, [...(source.register === undefined ? [] : [source.register]), ...sets])
  if (source.delegateFacts) for (const name of [...sets, 'ansible_facts']) binding.given.add(name)
  const { order } = binding
  return { order, source, written, section, module, bound, isMeta, name: nameOf(source, vars), sets }
}

function limitedModule({ vars, problems }: Binding, task: TaskSource, module: Module): Module {
  const { timeLimit, source, path } = task
  if (timeLimit === undefined) return module
  const seconds = problems.attempt(() => renderCount(timeLimit.seconds, vars.of(task), source, [...path, 'async']))
  return withTimeLimit(module, seconds ?? 0, timeLimit.isLeft)
}

/** Files that are known before contact are read at once. */
function prepareIncludeVars(
  binding: Binding,
  task: Pick<Prepared, 'source' | 'written' | 'section'>,
  visible: ReadonlySet<string>,
): Prepared | undefined {
  const { context, host, vars, play } = binding
  const { source } = task
  const found = includedVars(
    { task: source, host: host.name, vars, context, visible },
    binding.gathering ? binding.assumed : new Map(),
  )
  binding.dependsOnFacts ||= found.usesFacts
  binding.problems.add(...found.diagnostics.map(fault => explained(hidden(fault, play, source), play)))
  binding.included = { ...binding.included, ...found.values }
  const { sets, bound } = found
  if (sets === undefined && source.register === undefined) return undefined
  addVisible(binding, [...(sets ?? []), ...(source.register === undefined ? [] : [source.register])])
  return {
    ...task,
    order: binding.order,
    module: includeVarsModule,
    bound,
    isMeta: false,
    name: nameOf(source, vars),
    sets: sets ?? [],
  }
}

/** The fact that says where `~` is for a task. */
function homeOf({ play, host, context, vars }: Binding, source: TaskSource): string | undefined {
  const { become, becomeUser = 'root' } = becomeOf(source, { play, host, context, vars: vars.of(source) })
  if (!become) return homes.login
  return becomeUser === 'root' ? homes.own : undefined
}

function absentModule(binding: Binding, source: TaskSource): Module | undefined {
  if (leavesOut(binding, source)) return absentStandIn(source.module)
  if (mayBeLeftOut(source)) binding.problems.add(...(binding.context.unknownModules?.([source]) ?? []))
  return undefined
}

/** By the facts, or by variables, the task is not run on this host. */
export function leavesOut(binding: Binding, source: TaskSource): boolean {
  const facts = binding.gathering ? binding.assumed : new Map<string, unknown>()
  const later = new Set([...binding.visible].filter(name => !facts.has(name)))
  const found = isLeftOut(source, binding.vars.of(source, Object.fromEntries(facts)), later)
  binding.dependsOnFacts ||= found
  return found
}

export function withIncluded(task: TaskSource, included: Readonly<Record<string, unknown>>): TaskSource {
  if (Object.keys(included).length === 0) return task
  return { ...task, outer: { ...(task.outer ?? nothingAround.outer), included } }
}
