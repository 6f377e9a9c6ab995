/** Imports modules: only those that a playbook uses. */
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Module } from '../../engine/module.ts'
import { type Diagnostic, SwkError } from '../../errors/diagnostic.ts'
import { noteInput } from '../../inputs/index.ts'
import { modulesFolder } from '../../package.ts'
import { moduleKey } from '../modules.ts'
import type { Catalogue } from './catalogue.ts'
import { resolvePublicApi } from './public-api.ts'

/** Modules that were imported, by their key. */
export type Modules = ReadonlyMap<string, Module>

/** Imports the modules of these names; names that the catalogue has not are left out. Throws SwkError with all that cannot be loaded. */
export async function loadModules(names: Iterable<string>, modules: Catalogue): Promise<Modules> {
  const { loaded, diagnostics } = await tryModules(names, modules)
  if (diagnostics.length > 0) throw new SwkError(diagnostics)
  return loaded
}

/** The same, for who goes on with those that could be loaded. */
export async function tryModules(
  names: Iterable<string>,
  modules: Catalogue,
): Promise<{ loaded: Modules; diagnostics: readonly Diagnostic[] }> {
  resolvePublicApi()
  const keys = [...new Set([...names].map(moduleKey))].filter(key => modules.has(key))
  const results = await Promise.all(keys.map(key => importModule(modules.get(key) as string)))
  return {
    loaded: new Map(keys.flatMap((key, i): [string, Module][] => (isModule(results[i]) ? [[key, results[i]]] : []))),
    diagnostics: results.flatMap(result => (result instanceof SwkError ? result.diagnostics : [])),
  }
}

async function importModule(file: string): Promise<Module | SwkError> {
  let found: unknown
  try {
    // swk's own are known by its version.
    if (!file.startsWith(modulesFolder)) noteInput(file, readFileSync(file))
    found = ((await import(pathToFileURL(file).href)) as { default?: unknown }).default
  } catch (error) {
    return faulty(
      file,
      'A module cannot be loaded.',
      error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    )
  }
  if (isModule(found)) return found
  return faulty(
    file,
    'A module must export the result of defineModule as its default.',
    found === undefined ? 'no default export' : typeof found,
  )
}

function isModule(value: unknown): value is Module {
  const module = value as Partial<Module> | undefined
  return (
    typeof module === 'object' &&
    module !== null &&
    typeof module.name === 'string' &&
    typeof module.args?.safeParse === 'function' &&
    typeof module.reads === 'function' &&
    typeof module.plan === 'function'
  )
}

function faulty(file: string, message: string, found: string): SwkError {
  const expected = "export default defineModule({ name, summary, args, reads, plan }), from 'swk'"
  return new SwkError({ code: 'bad-value', message, place: { file, line: 1, column: 1 }, found, expected })
}
