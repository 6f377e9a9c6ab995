/** Values of templates as data for the rest of swk, and for what validates arguments. Pure. */

import { Float } from '../../python/number.ts'
import { PythonError } from '../failure.ts'
import { entries, isDict } from './dict.ts'
import { Rolled, Special, Tuple, tuple, Unsafe, VerbatimText } from './special.ts'
import { typeName } from './type.ts'
import { defined } from './undefined.ts'

/**
 * A mapping becomes an object where an object can hold it: with texts as keys, in their order. What is left is what
 * templates know: lists, Maps, tuples, whole floats. Throws for what is no data.
 */
export function toData(value: unknown): unknown {
  defined(value)
  if (typeof value !== 'object' || value === null) return value === undefined ? null : value
  if (value instanceof Rolled) return [...value].map(toData)
  if (value instanceof Tuple) return tuple([...value].map(toData))
  if (Array.isArray(value)) return unchanged(value, value.map(toData))
  if (value instanceof VerbatimText) return value.text
  if (value instanceof Map) {
    const pairs = [...value].map(([key, item]) => [key, toData(item)] as const)
    const fits = pairs.every(([key]) => typeof key === 'string' && key !== '__proto__' && !/^(?:0|[1-9]\d*)$/.test(key))
    return fits ? Object.fromEntries(pairs) : new Map(pairs)
  }
  if (value instanceof Special) {
    if (/^(?:datetime|timedelta|Macro)$/.test(value.typeName)) return value.text()
    throw new PythonError(`a value of type ${typeName(value)} cannot leave a template`)
  }
  return value
}

function unchanged(before: unknown[], after: unknown[]): unknown[] {
  return after.every((item, i) => item === before[i]) ? before : after
}

/** Data as modules get it: objects, lists, texts, numbers. Integers that no number can hold become texts. */
export function toPlain(value: unknown): unknown {
  if (value instanceof Unsafe) return value.text
  if (value instanceof Float) return value.value
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) {
    const items = value.map(toPlain)
    return value.constructor === Array ? unchanged(value, items) : [...items]
  }
  if (typeof value !== 'object' || value === null || !isDict(value)) return value
  const pairs = [...entries(value)].map(([key, item]) => [String(key), toPlain(item)] as const)
  const same = !(value instanceof Map) && pairs.every(([key, item]) => (value as Record<string, unknown>)[key] === item)
  return same ? value : Object.fromEntries(pairs)
}
