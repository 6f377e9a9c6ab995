/** `lookup()` and `query()`: values from the controller. */
import { didYouMean } from '../../errors/suggest.ts'
import type { Context, Plugin } from '../evaluate/context.ts'
import { bind, signature } from '../evaluate/signature.ts'
import { PythonError, TemplateFailure } from '../failure.ts'
import { truth } from '../values/truth.ts'
import { defined } from '../values/undefined.ts'
import { dataLookups } from './data.ts'
import { fileLookups } from './files.ts'
import { variableLookups } from './variables.ts'

export const lookups: ReadonlyMap<string, Plugin> = new Map(
  Object.entries({ ...dataLookups, ...fileLookups, ...variableLookups }),
)

/** Lookups that Ansible has and swk has not, with what to do instead. */
export const refusedLookups: ReadonlyMap<string, string> = new Map([
  ['url', 'fetch it in a task with the module uri, delegated to localhost'],
  ['config', 'swk has no settings of Ansible'],
  ['unvault', 'encrypted files are not read by templates'],
])

/** Without the prefix of the collection that every Ansible has. */
export function shortName(name: string): string {
  return name.replace(/^ansible\.(?:builtin|legacy)\./, '')
}

/** The signature of a lookup. Throws where there is no such one. */
export function findLookup(name: string): Plugin {
  const found = lookups.get(shortName(name))
  if (found) return found
  const instead = refusedLookups.get(shortName(name))
  if (instead !== undefined)
    throw new TemplateFailure({
      code: 'not-supported',
      message: `the lookup ${name} is not supported`,
      found: name,
      hint: instead,
    })
  const hint = didYouMean(shortName(name), lookups.keys())
  throw new PythonError(`lookup plugin (${name}) not found`, { found: name, ...(hint && { hint }) })
}

const common = new Set(['wantlist', 'errors', 'allow_unsafe'])

/** A list with `wantlist`; without it texts with commas between them, and one value as it is. */
export function lookup(
  context: Context,
  name: string,
  args: readonly unknown[],
  keywords: ReadonlyMap<string, unknown>,
): unknown {
  const plugin = findLookup(name)
  const wantsList = truth(keywords.get('wantlist') ?? false)
  const own = new Map([...keywords].filter(([key]) => !common.has(key)))
  let found: readonly unknown[]
  try {
    const bound = bind(`lookup ${name}`, signature(plugin.parameters), args.map(defined), own)
    found = plugin.run(context, ...(bound as never[])) as readonly unknown[]
  } catch (error) {
    const isIgnored = keywords.get('errors') === 'ignore' || keywords.get('errors') === 'warn'
    if (!isIgnored || (error instanceof TemplateFailure && error.fault.code === 'undefined-variable')) throw error
    return wantsList ? [] : null
  }
  if (wantsList || found.length === 0) return found
  if (found.every(item => typeof item === 'string')) return found.join(',')
  return found.length === 1 ? found[0] : found
}
