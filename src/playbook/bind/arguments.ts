/** A task's arguments as one mapping, and the place of each of them. Pure. */
import type { Module } from '../../engine/module.ts'
import { type Place, SwkError } from '../../errors/diagnostic.ts'
import type { Location } from '../../yaml/location.ts'
import { describe, isRecord, recordOf } from '../../yaml/reader.ts'
import { sameModule } from '../modules.ts'
import type { PlacedValue, TaskSource } from '../types.ts'
import { readKeyValues } from './key-values.ts'

export type Arguments = {
  readonly data: Readonly<Record<string, unknown>>
  /** Written as `key=value`: all values are texts. */
  readonly isText: boolean
  /** Where an argument stands in the playbook. */
  place(path: Location, part?: 'value' | 'key'): Place
}

/** Free-form text goes to the module's key for it; `args:` lies beneath the module's own mapping. Throws SwkError. */
export function argumentsOf(task: TaskSource, module: Module): Arguments {
  const own = ownArguments(task, module)
  const more = task.moreArgs ?? {}
  const defaults = moduleDefaults(task)
  return {
    data: { ...defaults.values, ...more, ...own },
    isText: typeof task.args === 'string',
    place(path, part) {
      const [first] = path
      if (first === undefined) return task.source.place(task.argsPath, 'key')
      if (!Object.hasOwn(own, first) && Object.hasOwn(more, first))
        return task.source.place([...task.path, 'args', ...path], part)
      const preset = !Object.hasOwn(own, first) && defaults.places.get(String(first))
      if (preset) return preset.source.place([...preset.path, ...path], part)
      if (!isRecord(task.args)) return task.source.place(task.argsPath)
      return task.source.place([...task.argsPath, ...path], part)
    },
  }
}

type Defaults = { readonly values: Record<string, unknown>; readonly places: ReadonlyMap<string, PlacedValue> }

/** What `module_defaults` sets for the module of the task. The innermost that names the module counts alone, also an empty one. */
function moduleDefaults({ outer, module }: TaskSource): Defaults {
  const named = (outer?.moduleDefaults ?? []).flatMap(({ value, source, path }) =>
    Object.entries(recordOf(value) as object).flatMap(([name, args]) =>
      sameModule(name, module) && (isRecord(args) || args === null) ? [{ args, source, path: [...path, name] }] : [],
    ),
  )
  const { args = null, source, path } = named.at(-1) ?? {}
  const values = args === null ? {} : (recordOf(args) as Record<string, unknown>)
  const places = Object.entries(values).map(([key, value]) => [key, { value, source, path } as PlacedValue] as const)
  return { values, places: new Map(places) }
}

const ofCommands = ['creates', 'removes', 'chdir', 'executable', 'stdin', 'stdin_add_newline', 'strip_empty_ends']

function ownArguments(
  { args, source, argsPath, module: name }: TaskSource,
  { freeForm }: Module,
): Readonly<Record<string, unknown>> {
  const place = source.place(argsPath)
  if (args === null || args === undefined) return {}
  if (isRecord(args)) return recordOf(args) as Readonly<Record<string, unknown>>
  if (typeof args === 'string' && freeForm === undefined) {
    const { pairs, rest } = readKeyValues(args)
    if (rest === '') return pairs
  }
  if (freeForm === undefined || typeof args === 'object')
    throw new SwkError({
      code: 'wrong-type',
      message: `The arguments of \`${name}\` must be a mapping.`,
      place,
      found: describe(args),
      expected: 'a mapping, or key=value',
    })
  const { pairs, rest } = readKeyValues(String(args), ofCommands)
  return rest === '' && Object.keys(pairs).length > 0 ? pairs : { ...pairs, [freeForm]: rest || String(args) }
}
