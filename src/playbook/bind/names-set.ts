/** The variables that a task sets, by its arguments as they are written. Pure. */
import type { Module } from '../../engine/module.ts'
import { readKeyValues } from './key-values.ts'

/** `set_fact: name=value` too, in which only the values can be templates. */
export function namesSetBy(module: Module | undefined, args: unknown): readonly string[] {
  return module?.sets?.(typeof args === 'string' ? readKeyValues(args).pairs : args) ?? []
}
