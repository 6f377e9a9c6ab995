/** Tests over values: types, comparisons, sets. */

import { isFloat, isInt, isNumber } from '../../python/number.ts'
import { contextual, plugins } from '../evaluate/context.ts'
import { arithmetic } from '../values/arithmetic.ts'
import { compare, contains, equals, hashKey } from '../values/compare.ts'
import { isDict } from '../values/dict.ts'
import { isIterable, iterate } from '../values/iterate.ts'
import { Callable, Rolled } from '../values/special.ts'
import { str } from '../values/text.ts'
import { truth } from '../values/truth.ts'
import { defined, Undefined } from '../values/undefined.ts'

const order = (holds: (sign: number) => boolean, operator: string) =>
  ['a, b', (a: unknown, b: unknown) => holds(compare(a, b, operator))] as const

const equal = ['a, b', (a: unknown, b: unknown) => equals(a, b)] as const
const different = ['a, b', (a: unknown, b: unknown) => !equals(a, b)] as const
const less = order(sign => sign < 0, '<')
const atMost = order(sign => sign <= 0, '<=')
const more = order(sign => sign > 0, '>')
const atLeast = order(sign => sign >= 0, '>=')
const subset = ['a, b', (a: unknown, b: unknown) => isSubset(a, b)] as const
const superset = ['a, b', (a: unknown, b: unknown) => isSubset(b, a)] as const
const isNan = ['x', (value: unknown) => isFloat(defined(value)) && Number.isNaN(Number(value))] as const

export const valueTests = {
  ...plugins({
    defined: ['value', (value: unknown) => !(value instanceof Undefined)],
    undefined: ['value', (value: unknown) => value instanceof Undefined],
    none: ['value', (value: unknown) => value === null],
    boolean: ['value', (value: unknown) => typeof value === 'boolean'],
    true: ['value', (value: unknown) => value === true],
    false: ['value', (value: unknown) => value === false],
    integer: ['value', isInt],
    float: ['value', isFloat],
    number: ['value', isNumber],
    string: ['value', (value: unknown) => typeof value === 'string'],
    mapping: ['value', (value: unknown) => typeof value === 'object' && value !== null && isDict(value)],
    sequence: ['value', (value: unknown) => isIterable(value) && !(value instanceof Rolled && value.kind !== 'range')],
    iterable: ['value', (value: unknown) => isIterable(defined(value))],
    callable: ['object', (value: unknown) => value instanceof Callable],
    escaped: ['value', () => false],
    odd: ['value', (value: unknown) => equals(arithmetic('%', value, 2), 1)],
    even: ['value', (value: unknown) => equals(arithmetic('%', value, 2), 0)],
    divisibleby: ['value, num', (value: unknown, by: unknown) => equals(arithmetic('%', value, by), 0)],
    sameas: [
      'value, other',
      (value: unknown, other: unknown) =>
        value === other ||
        (isNumber(value) && isNumber(other) && typeof value === typeof other && equals(value, other)),
    ],
    in: ['value, seq', (value: unknown, list: unknown) => contains(list, value)],
    contains: ['seq, value', (list: unknown, value: unknown) => contains(list, value)],
    eq: equal,
    '==': equal,
    equalto: equal,
    ne: different,
    '!=': different,
    lt: less,
    '<': less,
    lessthan: less,
    le: atMost,
    '<=': atMost,
    gt: more,
    '>': more,
    greaterthan: more,
    ge: atLeast,
    '>=': atLeast,
    subset,
    issubset: subset,
    superset,
    issuperset: superset,
    nan: isNan,
    isnan: isNan,
    any: ['iterable', (value: unknown) => iterate(value).some(truth)],
    all: ['iterable', (value: unknown) => iterate(value).every(truth)],
    truthy: ['value, convert_bool=False', (value: unknown, convert: unknown) => isTruthy(value, convert)],
    falsy: ['value, convert_bool=False', (value: unknown, convert: unknown) => !isTruthy(value, convert)],
  }),
  ...contextual({
    filter: ['value', (context, name: unknown) => context.hasFilter(str(name))],
    test: ['value', (context, name: unknown) => context.hasTest(str(name))],
  }),
}

function isSubset(a: unknown, b: unknown): boolean {
  const all = new Set(iterate(b).map(hashKey))
  return iterate(a)
    .map(hashKey)
    .every(key => all.has(key))
}

function isTruthy(value: unknown, convert: unknown): boolean {
  if (!truth(convert)) return truth(value)
  defined(value)
  const text = typeof value === 'string' ? value.trim().toLowerCase() : value
  if (typeof text === 'string') {
    if (['y', 'yes', 'on', '1', 'true', 't'].includes(text)) return true
    if (['n', 'no', 'off', '0', 'false', 'f'].includes(text)) return false
  }
  return truth(value)
}
