/** Tasks whose module does not exist. */
import type { Diagnostic } from '../errors/diagnostic.ts'
import { hintFor } from '../errors/suggest.ts'
import type { Catalogue } from './modules/index.ts'
import { moduleNames } from './modules/index.ts'
import { moduleKey } from './modules.ts'
import type { Play } from './types.ts'

export function unknownModules(plays: readonly Play[], modules: Catalogue): Diagnostic[] {
  const tasks = plays.flatMap(({ sections }) => Object.values(sections).flat())
  return tasks
    .filter(({ module }) => module !== 'meta' && !modules.has(moduleKey(module)))
    .map(({ module, source, argsPath }) => ({
      code: 'unknown-module',
      message: `There is no module \`${module}\`.`,
      place: source.place(argsPath, 'key'),
      found: module,
      expected: "one of swk's modules (`swk modules` lists them), or one in modules/ of your project",
      ...hintFor(module, moduleNames(modules)),
    }))
}
