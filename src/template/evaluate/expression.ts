/** The values of expressions. */

import { PythonError } from '../failure.ts'
import { functions } from '../functions/index.ts'
import type { Arguments, CompareOperator, Expression } from '../syntax/ast.ts'
import { arithmetic, signed } from '../values/arithmetic.ts'
import { compare, contains, equals } from '../values/compare.ts'
import { dict, entries, isDict } from '../values/dict.ts'
import { iterate } from '../values/iterate.ts'
import { Callable, tuple } from '../values/special.ts'
import { str } from '../values/text.ts'
import { truth } from '../values/truth.ts'
import { typeName } from '../values/type.ts'
import { defined, Undefined, undefinedFailure } from '../values/undefined.ts'
import { attribute, item, Slice } from './attribute.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { bind, signature } from './signature.ts'

export function evaluate(node: Expression, scope: Scope, run: Run): unknown {
  switch (node.type) {
    case 'constant':
      return node.value
    case 'name':
      run.line = node.line
      return nameOf(node.name, scope, run)
    case 'list':
      return node.items.map(part => evaluate(part, scope, run))
    case 'tuple':
      return tuple(node.items.map(part => evaluate(part, scope, run)))
    case 'dict':
      return dict(node.pairs.map(([key, value]) => [evaluate(key, scope, run), evaluate(value, scope, run)]))
    case 'attribute': {
      const object = evaluate(node.object, scope, run)
      run.line = node.line
      return attribute(object, node.name)
    }
    case 'item': {
      const object = evaluate(node.object, scope, run)
      const key = evaluate(node.index, scope, run)
      run.line = node.line
      return item(object, key)
    }
    case 'slice': {
      const [start, stop, step] = [node.start, node.stop, node.step].map(part => part && evaluate(part, scope, run))
      return new Slice(start, stop, step)
    }
    case 'call':
      return call(node, scope, run)
    case 'filter': {
      if (!node.input) throw new TypeError('a filter without a value is applied by its block')
      return filter(node, evaluate(node.input, scope, run), scope, run)
    }
    case 'test': {
      const value = evaluate(node.input, scope, run)
      const { positional, keywords } = argumentsOf(node.args, scope, run)
      run.line = node.line
      return run.context.callTest(node.name, value, positional, keywords)
    }
    case 'not':
      return !truth(evaluate(node.value, scope, run))
    case 'signed':
      return signed(node.operator, evaluate(node.value, scope, run))
    case 'and': {
      const left = evaluate(node.left, scope, run)
      return truth(left) ? evaluate(node.right, scope, run) : left
    }
    case 'or': {
      const left = evaluate(node.left, scope, run)
      return truth(left) ? left : evaluate(node.right, scope, run)
    }
    case 'binary': {
      const left = evaluate(node.left, scope, run)
      const right = evaluate(node.right, scope, run)
      run.line = node.line
      return arithmetic(node.operator, left, right)
    }
    case 'concat':
      return node.items.map(part => str(evaluate(part, scope, run))).join('')
    case 'compare':
      return chain(node, scope, run)
    case 'conditional':
      if (truth(evaluate(node.test, scope, run))) return evaluate(node.yes, scope, run)
      if (node.otherwise) return evaluate(node.otherwise, scope, run)
      return new Undefined('the inline if-expression evaluated to false and no else section was defined.', {
        isLenient: true,
      })
  }
}

/** A filter of an expression, or of a block with its text as the value. */
export function filter(node: Extract<Expression, { type: 'filter' }>, value: unknown, scope: Scope, run: Run): unknown {
  const { positional, keywords } = argumentsOf(node.args, scope, run)
  run.line = node.line
  return run.context.callFilter(node.name, value, positional, keywords)
}

function nameOf(name: string, scope: Scope, run: Run): unknown {
  const own = scope.get(name)
  if (own !== undefined) return own
  const value = run.variable(name)
  if (!(value instanceof Undefined)) return value
  const found = functions.get(name)
  if (!found) return value
  return new Callable(name, (args, keywords) =>
    found.run(run.context, ...(bind(`${name}()`, signature(found.parameters), args, keywords) as never[])),
  )
}

/** `a < b <= c`: each operand once, and no further than the first that does not hold. */
function chain(node: Extract<Expression, { type: 'compare' }>, scope: Scope, run: Run): unknown {
  let left = evaluate(node.first, scope, run)
  for (const [operator, operand] of node.rest) {
    const right = evaluate(operand, scope, run)
    run.line = node.line
    if (!holds(operator, left, right)) return false
    left = right
  }
  return true
}

function holds(operator: CompareOperator, left: unknown, right: unknown): boolean {
  switch (operator) {
    case '==':
      return equals(left, right)
    case '!=':
      return !equals(left, right)
    case 'in':
      return contains(right, left)
    case 'not in':
      return !contains(right, left)
    case '<':
      return compare(left, right, '<') < 0
    case '<=':
      return compare(left, right, '<=') <= 0
    case '>':
      return compare(left, right, '>') > 0
    case '>=':
      return compare(left, right, '>=') >= 0
  }
}

/** `more`: keywords that a block adds. */
type Call = Pick<Extract<Expression, { type: 'call' }>, 'callee' | 'args' | 'line'> & {
  readonly more?: ReadonlyMap<string, unknown>
}

export function call({ callee: named, args, line, more = new Map() }: Call, scope: Scope, run: Run): unknown {
  const callee = evaluate(named, scope, run)
  if (callee instanceof Undefined) throw undefinedFailure(callee)
  if (!(callee instanceof Callable)) throw new PythonError(`'${typeName(callee)}' object is not callable`)
  const { positional, keywords } = argumentsOf(args, scope, run)
  run.line = line
  return callee.call(positional, new Map([...keywords, ...more]))
}

function argumentsOf(
  args: Arguments,
  scope: Scope,
  run: Run,
): { positional: unknown[]; keywords: Map<string, unknown> } {
  const positional = args.positional.map(arg => evaluate(arg, scope, run))
  if (args.rest) positional.push(...iterate(evaluate(args.rest, scope, run)))
  const keywords = new Map(args.keywords.map(([name, value]) => [name, evaluate(value, scope, run)]))
  if (args.mapping) {
    const mapping = defined(evaluate(args.mapping, scope, run))
    if (typeof mapping !== 'object' || mapping === null || !isDict(mapping))
      throw new PythonError(`argument after ** must be a mapping, not ${typeName(mapping)}`)
    for (const [name, value] of entries(mapping)) keywords.set(str(name), value)
  }
  return { positional, keywords }
}
