/** Which modules there are: swk's own, then those in the modules/ folders of the user's project. By file names alone. */
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { modulesFolder } from '../../package.ts'
import { moduleKey } from '../modules.ts'

/** Key of a module (`moduleKey`) -> its file. */
export type Catalogue = ReadonlyMap<string, string>

/** The modules in swk and in `folders`/modules; the first of a name wins. */
export function catalogue(folders: readonly string[]): Catalogue {
  const found = new Map<string, string>()
  for (const folder of new Set([modulesFolder, ...folders.map(folder => resolve(folder, 'modules'))]))
    for (const file of moduleFiles(folder)) {
      const key = moduleKey(file.replace(/\.[jt]s$/, ''))
      if (!found.has(key)) found.set(key, join(folder, file))
    }
  return found
}

/** The names of all modules, for the parser and for "did you mean". `meta` is the loader's own. */
export function moduleNames(modules: Catalogue): string[] {
  return [...modules.keys(), 'meta']
}

function moduleFiles(folder: string): string[] {
  try {
    const names = readdirSync(folder, { withFileTypes: true }).filter(entry => !entry.isDirectory())
    return names
      .map(({ name }) => name)
      .filter(name => /^[\w-]+\.[jt]s$/.test(name))
      .sort()
  } catch {
    // No such folder: the project has no modules of its own.
    return []
  }
}
