/** One task for one host: its condition, loop and arguments as closures over the host's variables. */

import { randomUUID } from 'node:crypto'
import type { Instance, LeftItem, Module, Resolution, Scope, Task } from '../../engine/index.ts'
import { type Diagnostic, SwkError } from '../../errors/diagnostic.ts'
import { mustBeAbsolute } from '../../sdk/paths.ts'
import {
  find,
  hasTemplates,
  isOmit,
  reach,
  render,
  renderData,
  toPlain,
  truthy,
  type Vars,
} from '../../template/index.ts'
import { describe } from '../../yaml/reader.ts'
import { optional } from '../parse/optional.ts'
import type { TaskSource } from '../types.ts'
import { type Arguments, argumentsOf } from './arguments.ts'
import { withConditions } from './conditions.ts'
import type { BindContext } from './context.ts'
import { environmentOf } from './environment.ts'
import { searchDirs } from './files.ts'
import type { HostVars } from './host-vars.ts'
import { conditionsOf, uncertain } from './inspect.ts'
import { loopVars } from './loop-vars.ts'
import { itemsOf } from './loops.ts'
import { othersOfRun, type SeenNames } from './other-hosts.ts'
import { Registers, Waiting } from './registers.ts'
import { homes, placesOnHost, relativePaths, resolvePath } from './relative-paths.ts'
import { withoutWaiting } from './sketch.ts'
import { sourcesOf } from './sources.ts'
import { parseArguments, validateLiterals } from './validate.ts'

export type Binding = {
  readonly task: TaskSource
  readonly module: Module
  readonly host: string
  readonly vars: HostVars
  readonly context: BindContext
  /** Names that earlier tasks of the play register. */
  readonly visible: ReadonlySet<string>
  /** Where the play refers to `hostvars`. */
  readonly others?: OthersSeen | undefined
  /** The fact that says the home directory of the user that runs the task; undefined: none does. */
  home?(): string | undefined
}

export type OthersSeen = Pick<SeenNames, 'here' | 'facts' | 'given'> & { readonly order: number }

export type Bound = {
  resolve: Task['resolve']
  /** True where the conditions hold over the result, which is seen under the task's own `register` name. */
  evaluate(conditions: readonly string[], key: string, scope: Scope, result: unknown): boolean
  /** All that is wrong with the task before any host was contacted. */
  inspect(): readonly Diagnostic[]
}

export function boundTask(binding: Binding): Bound {
  const { task, module, host, vars, visible, context } = binding
  const mark = randomUUID()
  let settled: { readonly resolution: Resolution } | { readonly error: unknown } | undefined

  return { resolve, evaluate, inspect }

  /** What depends on no result is worked out once. */
  function resolve(scope: Scope): Resolution {
    if (settled && 'resolution' in settled) return settled.resolution
    if (settled) throw settled.error
    const registers = new Registers({ visible, scope, vars, others: othersAt(scope, binding.others?.order) })
    try {
      const resolution = work(registers)
      if (!registers.touched) settled = { resolution }
      return resolution
    } catch (error) {
      if (error instanceof Waiting) {
        const isAhead = scope.observed === null
        const possible = isAhead ? [] : possibleInstances(registers, argumentsFor)
        const sketched = isAhead || possible.length > 0 ? [] : possibleInstances(registers, sketchedFor)
        return {
          ...{ type: 'waits', on: error.on },
          ...(error.forOthers && { forOthers: true as const }),
          ...(possible.length > 0 && { possible }),
          ...(sketched.length > 0 && { sketched }),
        }
      }
      if (!registers.touched) settled = { error }
      throw error
    }
  }

  function othersAt(scope: Scope, order: number | undefined) {
    const { others } = binding
    if (others === undefined) return undefined
    const seen = { own: visible, here: others.here, facts: others.facts, given: others.given }
    return othersOfRun({ host, context, seen, scope, order })
  }

  function work(registers: Registers): Resolution {
    const items = loopItems(registers)
    if (items.length === 0) return { type: 'skip', because: 'no items', left: [] }
    let because = ''
    const failures: Diagnostic[] = []
    const left: LeftItem[] = []
    // Each item of a loop sees what the items before it have set.
    const set: Record<string, unknown> = {}
    const instances = items.flatMap((item, index): Instance[] => {
      try {
        const own = vars.of(task, { ...registers.values, ...set }, item)
        const fails = firstFailing(own, registers)
        if (fails === undefined) {
          const args = argumentsFor(own, registers)
          Object.assign(set, module.setsNow?.(args))
          return [{ ...labelOf(item, own), ...environmentFor(own, registers), args }]
        }
        because = `${fails} is false`
        if (item) left.push({ index, item: item[task.loopVar], loopVar: task.loopVar, because })
        return []
      } catch (error) {
        if (!(error instanceof SwkError)) throw error
        failures.push(...error.diagnostics)
        return []
      }
    })
    if (failures.length > 0) throw new SwkError(failures)
    const about = left.length > 0 && { left }
    return instances.length > 0 ? { type: 'run', instances, ...about } : { type: 'skip', because, ...about }
  }

  /** Those that only wait for a condition, as far as their arguments are known. */
  function possibleInstances(registers: Registers, argsFor: typeof argumentsFor): readonly Instance[] {
    const items = unlessWaiting(() => loopItems(registers)) ?? []
    return items.flatMap(item => {
      const own = vars.of(task, registers.values, item)
      const fails = unlessWaiting(() => firstFailing(own, registers))
      const args = fails === undefined ? unlessWaiting(() => ({ args: argsFor(own, registers) })) : undefined
      return args === undefined ? [] : [args]
    })
  }

  /** One item without a loop. A loop that cannot be had does not matter where the condition says no without any item. */
  function loopItems(registers: Registers): (Readonly<Record<string, unknown>> | undefined)[] {
    if (task.loop === undefined) return [undefined]
    const own = vars.of(task, registers.values)
    const key = task.loopKey ?? 'loop'
    const path = [...task.path, key]
    try {
      registers.need(reach(task.loop, own))
      const value = renderData(task.loop, own, more => task.source.place([...path, ...more]))
      const items = itemsOf(key, value, searchDirs(task, context))
      if (typeof items !== 'string') return items.map((item, i) => loopVars(task, items, item, i))
      throw new SwkError({
        code: 'wrong-type',
        message: `\`${key}\` must give ${key === 'loop' ? 'a list' : items}.`,
        place: task.source.place(path),
        found: describe(value),
        expected: items,
      })
    } catch (error) {
      if (error instanceof SwkError && isSkippedAnyway(own, registers)) return []
      throw error
    }
  }

  function isSkippedAnyway(own: Vars, registers: Registers): boolean {
    try {
      return firstFailing(own, registers) !== undefined
    } catch (error) {
      if (error instanceof SwkError) return false
      throw error
    }
  }

  /** The first condition that does not hold; the ones behind it are not looked at. */
  function firstFailing(own: Vars, registers: Registers): string | undefined {
    return conditionsOf(task).find(({ text, source, path }) => {
      registers.needFor(text, own, itemName())
      return !truthy(text, own, source.place(path))
    })?.text
  }

  function argumentsFor(own: Vars, registers: Registers): unknown {
    return parsedFor(argumentsOf(task, module), own, registers)
  }

  /** Without what waits in them. */
  function sketchedFor(own: Vars, registers: Registers): unknown {
    const args = argumentsOf(task, module)
    const isKnown = (value: unknown) => unlessWaiting(() => [registers.need(reach(value, own), itemName())])
    const data = withoutWaiting(args.data, value => isKnown(value) === undefined)
    return parsedFor({ ...args, data }, own, registers)
  }

  function parsedFor(args: Arguments, own: Vars, registers: Registers): unknown {
    registers.need(reach(args.data, own), itemName())
    const rendered = hasTemplates(args.data) ? renderData(args.data, own, path => args.place(path)) : args.data
    const resolved = withResolvedPaths(withConditions(module, args.data, rendered), own, registers)
    const given = parseArguments(task, module, args, resolved)
    const sources = sourcesOf({
      ...binding,
      args,
      rendered: resolved,
      unique: `${mark} ${JSON.stringify(task.loop && toPlain(find(task.loopVar, own)?.values[task.loopVar]))}`,
      own,
      need: names => registers.need(names, itemName()),
      needFor: condition => registers.needFor(condition, own, itemName()),
    })
    return module.prepare ? module.prepare(given, sources) : given
  }

  /** Relative paths in the home directory that the facts name, where they are read. */
  function withResolvedPaths(rendered: unknown, own: Vars, registers: Registers): unknown {
    const relative = visible.has(homes.login) ? relativePaths(module, rendered) : []
    if (relative.length === 0) return rendered
    const given = rendered as Readonly<Record<string, string>>
    const factNamed = (name: string): unknown => {
      registers.need([name])
      return find(name, own)?.values[name]
    }
    return {
      ...given,
      ...Object.fromEntries(
        relative.map(name => [name, resolvePath(given[name] ?? '', { home: binding.home?.(), factNamed })]),
      ),
    }
  }

  function environmentFor(own: Vars, registers: Registers): Pick<Instance, 'environment'> {
    for (const { value } of task.outer?.environment ?? []) registers.need(reach(value, own), itemName())
    return optional('environment', environmentOf(task, own))
  }

  function itemName(): string | undefined {
    return task.loop === undefined ? undefined : task.loopVar
  }

  function labelOf(item: Readonly<Record<string, unknown>> | undefined, own: Vars): Omit<Instance, 'args'> {
    if (!item) return {}
    const value = item[task.loopVar]
    const label =
      task.loopLabel === undefined
        ? value
        : render(task.loopLabel, own, task.source.place([...task.path, 'loop_control', 'label']))
    const shown = isOmit(label) ? null : toPlain(label)
    return {
      label: typeof shown === 'string' ? shown : JSON.stringify(shown),
      item: toPlain(value),
      ...(task.loopVar !== 'item' && { loopVar: task.loopVar }),
    }
  }

  function evaluate(conditions: readonly string[], key: string, scope: Scope, result: unknown): boolean {
    // By now its own arguments have waited for the others.
    const registers = new Registers({ visible, scope, vars, others: othersAt(scope, undefined) })
    const item =
      typeof result === 'object' && result !== null && task.loop !== undefined && task.loopVar in result
        ? { [task.loopVar]: (result as Record<string, unknown>)[task.loopVar] }
        : undefined
    const name = task.resultName ?? task.register
    const values = { ...registers.values, ...(name !== undefined && { [name]: result }) }
    const own = vars.of(task, values, item)
    return conditions.every((condition, i) => truthy(condition, own, task.source.place([...task.path, key, i])))
  }

  /** A relative path becomes absolute by the facts. */
  function isResolvedLater(message: string): boolean {
    const isOnHost = placesOnHost(module).includes('src') || !message.startsWith('`src`')
    return visible.has(homes.login) && message.endsWith(mustBeAbsolute) && isOnHost
  }

  function inspect(): readonly Diagnostic[] {
    const own = vars.of(task)
    const later = uncertain(task, own, visible)
    let args: Arguments
    try {
      args = argumentsOf(task, module)
    } catch (error) {
      return error instanceof SwkError ? [...error.diagnostics, ...later.conditions()] : unexpected(error)
    }
    try {
      const resolution = resolve({ host, registered: new Map(), pending: new Map(), observed: null })
      if (resolution.type === 'run') return later.judged()
      const literals = validateLiterals(task, module, args).filter(({ message }) => !isResolvedLater(message))
      return resolution.type === 'skip'
        ? [...literals, ...later.judged()]
        : [...literals, ...later.conditions(), ...later.texts(args)]
    } catch (error) {
      return error instanceof SwkError ? [...error.diagnostics, ...later.judged()] : unexpected(error)
    }
  }
}

function unexpected(error: unknown): never {
  throw error
}

/** Undefined as well where it turns out wrong: the condition may keep it from being run. */
function unlessWaiting<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof Waiting || error instanceof SwkError) return undefined
    throw error
  }
}
