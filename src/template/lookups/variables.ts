/** Lookups of variables, of the environment and of hosts. */
import { contextual } from '../evaluate/context.ts'
import { PythonError, TemplateFailure } from '../failure.ts'
import { compile } from '../filters/regex.ts'
import { get, isDict } from '../values/dict.ts'
import { str } from '../values/text.ts'
import { defined, Undefined, undefinedFailure } from '../values/undefined.ts'

export const variableLookups = contextual({
  vars: [
    '*terms, default=None',
    (context, fallback: unknown, terms: readonly unknown[]) =>
      terms.map(term => {
        if (typeof term !== 'string')
          throw new PythonError(`Invalid setting identifier, "${str(term)}" is not a string`)
        const value = context.variable(term)
        if (!(value instanceof Undefined)) return value
        if (fallback !== null) return fallback
        if (value.failure !== undefined) throw undefinedFailure(value)
        throw new TemplateFailure({
          code: 'undefined-variable',
          message: `No variable found with this name: ${term}`,
          name: term,
          ...(value.hint && { hint: value.hint }),
        })
      }),
  ],
  varnames: [
    '*terms',
    (context, terms: readonly unknown[]) => {
      const names = [...context.names()]
      return terms.flatMap(term => names.filter(name => compile(term, false, false).test(name)))
    },
  ],
  env: [
    '*terms, default=""',
    (_context, fallback: unknown, terms: readonly unknown[]) =>
      terms.map(term => process.env[str(term).trim().split(/\s+/)[0] ?? ''] ?? defined(fallback)),
  ],
  inventory_hostnames: [
    '*terms',
    (context, terms: readonly unknown[]) => {
      const groups = context.variable('groups')
      const names = terms.flatMap(term => str(term).split(/[,:]/)).filter(name => name !== '')
      if (names.some(name => /[*?[\]!&~]/.test(name)))
        throw new PythonError('the lookup inventory_hostnames takes names of groups and hosts only', {
          hint: "use groups['name']",
        })
      const found = names.flatMap((name): unknown[] => {
        const hosts = isDict(groups) ? get(groups, name) : undefined
        return Array.isArray(hosts) ? hosts : isDict(groups) && listOf(get(groups, 'all')).includes(name) ? [name] : []
      })
      return [...new Set(found)]
    },
  ],
})

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
