/** Finding and loading modules. */

import { moduleKey } from '../modules.ts'
import { type Catalogue, catalogue } from './catalogue.ts'

export { type Catalogue, catalogue, moduleNames } from './catalogue.ts'
export { loadModules, type Modules } from './load.ts'
export { type ModulesOnDemand, modulesOnDemand } from './on-demand.ts'
export { resolvePublicApi } from './public-api.ts'
export { unknownModules } from './unknown.ts'

/** The file of a module: swk's own, then the project's. Undefined where there is none. */
export function findModule(name: string, projectDir: string): string | undefined {
  return catalogue([projectDir]).get(moduleKey(name))
}

export type { Catalogue as ModuleCatalogue }
