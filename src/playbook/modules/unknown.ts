/** Tasks whose module does not exist. */
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { hintFor } from '../../errors/suggest.ts'
import { ansibleModules } from '../ansible-modules.ts'
import { moduleKey } from '../modules.ts'
import type { TaskSource } from '../types.ts'
import { type Catalogue, moduleNames } from './catalogue.ts'

/** These are not among the modules: binding works them out. */
const ownModules = ['meta', 'include-vars', 'include-tasks', 'include-role']

export function unknownModules(tasks: readonly TaskSource[], modules: Catalogue): Diagnostic[] {
  return tasks
    .filter(({ module }) => !ownModules.includes(moduleKey(module)) && !modules.has(moduleKey(module)))
    .map(({ module, source, argsPath }) => ({
      ...whatIsWrong(module, modules),
      place: source.place(argsPath, 'key'),
      found: module,
      expected: "one of swk's modules (`swk modules` lists them), or one in modules/ of your project",
    }))
}

function whatIsWrong(module: string, modules: Catalogue): Pick<Diagnostic, 'code' | 'message' | 'hint'> {
  if (ansibleModules.has(moduleKey(module)))
    return { code: 'not-supported', message: `Ansible's module \`${module}\` is not supported yet.` }
  const message = `\`${module}\` is not a module.`
  return { code: 'unknown-module', message, ...hintFor(module, moduleNames(modules)) }
}
