/** Macros, and the blocks that call them. */

import { PythonError } from '../failure.ts'
import type { MacroDefinition, Statement } from '../syntax/ast.ts'
import { Callable, tuple } from '../values/special.ts'
import { Undefined } from '../values/undefined.ts'
import { evaluate } from './expression.ts'
import type { Run } from './run.ts'
import { Scope } from './scope.ts'

export function macro(
  { name, parameters, body }: MacroDefinition,
  scope: Scope,
  run: Run,
  render: (body: readonly Statement[], scope: Scope) => unknown,
): Callable {
  return new Callable(
    name,
    (args, keywords) => {
      const inner = new Scope(scope)
      const left = new Map(keywords)
      const names = parameters.map(parameter => parameter.name)
      if (args.length > names.length && !mentions(body, 'varargs'))
        throw new PythonError(`macro '${name}' takes not more than ${names.length} argument(s)`)
      for (const [i, parameter] of parameters.entries()) {
        const given = i < args.length ? args[i] : left.get(parameter.name)
        if (i < args.length && left.has(parameter.name))
          throw new PythonError(`macro '${name}' got multiple values for argument '${parameter.name}'`)
        left.delete(parameter.name)
        const value =
          given ??
          (given === null
            ? null
            : parameter.value
              ? evaluate(parameter.value, inner, run)
              : new Undefined(`parameter '${parameter.name}' was not provided`, { name: parameter.name }))
        inner.set(parameter.name, value)
      }
      if (!names.includes('caller')) {
        const caller = left.get('caller')
        if (caller !== undefined && !mentions(body, 'caller'))
          throw new PythonError(
            `macro '${name}' was invoked with two values for the special caller argument. This is most likely a bug.`,
          )
        left.delete('caller')
        inner.set('caller', caller ?? new Undefined('No caller defined', { name: 'caller' }))
      }
      const [extra] = left.keys()
      if (extra !== undefined && !mentions(body, 'kwargs'))
        throw new PythonError(`macro '${name}' takes no keyword argument '${extra}'`, { expected: names.join(', ') })
      inner.set('varargs', tuple(args.slice(names.length)))
      inner.set('kwargs', left)
      return nested(() => render(body, inner))
    },
    'Macro',
  )
}

/** How deep macros may call each other: far less than what the stack of JavaScript has room for. */
const deepest = 300
let depth = 0

function nested<T>(work: () => T): T {
  if (depth >= deepest) throw new RangeError(`macros call each other more than ${deepest} deep`)
  depth++
  try {
    return work()
  } finally {
    depth--
  }
}

const known = new WeakMap<object, Map<string, boolean>>()

/** True where a name stands anywhere in a tree. */
function mentions(tree: object, name: string): boolean {
  const names = known.get(tree) ?? new Map<string, boolean>()
  known.set(tree, names)
  const found = names.get(name) ?? search(tree, name)
  names.set(name, found)
  return found
}

function search(tree: unknown, name: string): boolean {
  if (typeof tree !== 'object' || tree === null) return false
  if ('type' in tree && tree.type === 'name' && 'name' in tree && tree.name === name) return true
  return Object.values(tree).some(part => search(part, name))
}
