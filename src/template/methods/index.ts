/** Methods of Python's types that a template may call. */

import { isFloat, isInt } from '../../python/number.ts'
import { isDict } from '../values/dict.ts'
import { Tuple } from '../values/special.ts'
import { dictMethods } from './dict.ts'
import { listMethods, tupleMethods } from './list.ts'
import type { Method } from './method.ts'
import { floatMethods, intMethods } from './number.ts'
import { stringMethods } from './string.ts'

/** The method of a value's type; undefined where the type has none of that name. */
export function methodOf(value: unknown, name: string): Method | undefined {
  const table = tableOf(value)
  return table && Object.hasOwn(table, name) ? table[name] : undefined
}

function tableOf(value: unknown): Readonly<Record<string, Method>> | undefined {
  if (typeof value === 'string') return stringMethods
  if (value instanceof Tuple) return tupleMethods
  if (Array.isArray(value)) return listMethods
  if (isInt(value)) return intMethods
  if (isFloat(value)) return floatMethods
  return typeof value === 'object' && isDict(value) ? dictMethods : undefined
}

/** Names of methods that change what they are called on. */
export const changing: ReadonlySet<string> = new Set(
  'append extend insert pop remove sort reverse clear update setdefault popitem'.split(' '),
)
