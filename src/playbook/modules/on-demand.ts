/** The modules of a project, imported when tasks name them: importing all takes as long as all else of a start. */
import type { Module } from '../../engine/module.ts'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { moduleKey } from '../modules.ts'
import type { TaskSource } from '../types.ts'
import type { Catalogue } from './catalogue.ts'
import { type Modules, tryModules } from './load.ts'
import { unknownModules } from './unknown.ts'

export type ModulesOnDemand = {
  /** Those that were imported until now. */
  readonly loaded: Modules
  /** Imports those of these names that there are; what is wrong with their files. */
  load(names: readonly string[]): Promise<readonly Diagnostic[]>
  /** What is wrong with the modules of tasks that an include brings. Those that were not imported yet are `awaited`. */
  faultsOf(tasks: readonly TaskSource[]): readonly Diagnostic[]
  /** The names that `faultsOf` found not imported since this was last asked. */
  awaited(): readonly string[]
}

export function modulesOnDemand(modules: Catalogue): ModulesOnDemand {
  const loaded = new Map<string, Module>()
  const tried = new Map<string, readonly Diagnostic[]>()
  const awaited = new Set<string>()
  return {
    loaded,
    async load(names) {
      const keys = [...new Set(names.map(moduleKey))].filter(key => modules.has(key) && !tried.has(key))
      const results = await Promise.all(keys.map(key => tryModules([key], modules)))
      for (const [i, result] of results.entries()) {
        for (const [key, module] of result.loaded) loaded.set(key, module)
        tried.set(keys[i] as string, result.diagnostics)
      }
      return results.flatMap(({ diagnostics }) => diagnostics)
    },
    faultsOf(tasks) {
      const known = tasks.map(({ module }) => moduleKey(module)).filter(key => modules.has(key))
      for (const key of known) if (!tried.has(key)) awaited.add(key)
      return [...unknownModules(tasks, modules), ...known.flatMap(key => tried.get(key) ?? [])]
    },
    awaited() {
      const names = [...awaited]
      awaited.clear()
      return names
    },
  }
}
