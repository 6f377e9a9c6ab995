import { didYouMean } from '../errors/suggest.ts'
import { catalogue, loadModules } from '../playbook/modules/index.ts'
import { moduleKey } from '../playbook/modules.ts'
import { parse, usage } from './args.ts'
import type { Command } from './io.ts'
import { manual } from './manual.ts'

/** `swk modules [NAME]`: swk's own modules and those in the modules/ folder here; the manual of one. */
export const modules: Command = async (argv, io) => {
  const [wanted, ...more] = parse(argv, {}).positionals
  if (more.length > 0) throw usage('modules expects one module name')
  const all = catalogue([process.cwd()])
  if (wanted === undefined) {
    const loaded = [...(await loadModules(all.keys(), all)).values()]
    const width = Math.max(...loaded.map(({ name }) => name.length))
    for (const { name, summary } of loaded.sort(byName)) io.out(`${name.padEnd(width)}  ${summary}\n`)
    return 0
  }
  const module = (await loadModules([wanted], all)).get(moduleKey(wanted))
  if (!module) throw usage(`"${wanted}" is not a module`, didYouMean(wanted, all.keys()) ?? 'swk modules lists them')
  io.out(manual(module))
  return 0
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => a.name.localeCompare(b.name)
