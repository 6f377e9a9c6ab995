/** One task for one host: its condition, loop and arguments as closures over the host's variables. */
import type { Instance, Module, Resolution, Scope, Task } from '../../engine/index.ts'
import { type Diagnostic, SwkError } from '../../errors/diagnostic.ts'
import {
  conditionReach,
  hasTemplates,
  isOmit,
  reach,
  render,
  renderData,
  toPlain,
  truthy,
  type Vars,
} from '../../template/index.ts'
import { describe } from '../parse/reader.ts'
import type { TaskSource } from '../types.ts'
import { type Arguments, argumentsOf } from './arguments.ts'
import type { BindContext } from './context.ts'
import type { HostVars } from './host-vars.ts'
import { uncertain } from './inspect.ts'
import { Registers, Waiting } from './registers.ts'
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
}

export type Bound = {
  resolve: Task['resolve']
  /** True where the conditions hold over the result, which is seen under the task's own `register` name. */
  judge(conditions: readonly string[], key: string, scope: Scope, result: unknown): boolean
  /** All that is wrong with the task before any host was contacted. */
  inspect(): readonly Diagnostic[]
}

export function boundTask(binding: Binding): Bound {
  const { task, module, host, vars, visible } = binding
  let settled: { readonly resolution: Resolution } | { readonly error: unknown } | undefined

  return { resolve, judge, inspect }

  /** What depends on no result is worked out once. */
  function resolve(scope: Scope): Resolution {
    if (settled && 'resolution' in settled) return settled.resolution
    if (settled) throw settled.error
    const registers = new Registers(visible, scope, vars)
    try {
      const resolution = work(registers)
      if (!registers.touched) settled = { resolution }
      return resolution
    } catch (error) {
      if (error instanceof Waiting) return { type: 'waits', on: error.on }
      if (!registers.touched) settled = { error }
      throw error
    }
  }

  function work(registers: Registers): Resolution {
    const items = loopItems(registers)
    if (items.length === 0) return { type: 'skip', because: 'there are no items' }
    let because = ''
    const failures: Diagnostic[] = []
    const instances = items.flatMap((item): Instance[] => {
      try {
        const own = vars.of(task.vars, registers.values, item)
        const fails = firstFailing(own, registers)
        if (fails === undefined) return [{ ...labelOf(item, own), args: argumentsFor(own, registers) }]
        because = `${fails} is false`
        return []
      } catch (error) {
        if (!(error instanceof SwkError)) throw error
        failures.push(...error.diagnostics)
        return []
      }
    })
    if (failures.length > 0) throw new SwkError(failures)
    return instances.length > 0 ? { type: 'run', instances } : { type: 'skip', because }
  }

  /** One item without a loop. A loop that cannot be had does not matter where the condition says no without any item. */
  function loopItems(registers: Registers): (Readonly<Record<string, unknown>> | undefined)[] {
    if (task.loop === undefined) return [undefined]
    const own = vars.of(task.vars, registers.values)
    const path = [...task.path, 'loop']
    try {
      registers.need(reach(task.loop, own))
      const list = renderData(task.loop, own, more => task.source.place([...path, ...more]))
      if (Array.isArray(list)) return list.map(item => ({ [task.loopVar]: item }))
      throw new SwkError({
        code: 'wrong-type',
        message: '`loop` must give a list.',
        place: task.source.place(path),
        found: describe(list),
        expected: 'a list',
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
    return task.when.find((condition, i) => {
      registers.need(conditionReach(condition, own), itemName())
      return !truthy(condition, own, task.source.place([...task.path, 'when', i]))
    })
  }

  function argumentsFor(own: Vars, registers: Registers): unknown {
    const args = argumentsOf(task, module)
    registers.need(reach(args.data, own), itemName())
    const rendered = hasTemplates(args.data) ? renderData(args.data, own, path => args.place(path)) : args.data
    const given = parseArguments(task, module, args, rendered)
    const sources = sourcesOf({ ...binding, args, rendered, own, need: names => registers.need(names, itemName()) })
    return module.prepare ? module.prepare(given, sources) : given
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
    return { label: typeof shown === 'string' ? shown : JSON.stringify(shown), item: toPlain(value) }
  }

  function judge(conditions: readonly string[], key: string, scope: Scope, result: unknown): boolean {
    const registers = new Registers(visible, scope, vars)
    const item =
      typeof result === 'object' && result !== null && task.loop !== undefined && 'item' in result
        ? { [task.loopVar]: result.item }
        : undefined
    const values = { ...registers.values, ...(task.register !== undefined && { [task.register]: result }) }
    const own = vars.of(task.vars, values, item)
    return conditions.every((condition, i) => truthy(condition, own, task.source.place([...task.path, key, i])))
  }

  function inspect(): readonly Diagnostic[] {
    const own = vars.of(task.vars)
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
      const literals = validateLiterals(task, module, args)
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
