/** Python's ==, <, `in` and the keys of sets. Pure. */

import { isFloat, isInt, isNumber } from '../../python/number.ts'
import { PythonError } from '../failure.ts'
import { type Dict, entries, get, has, isDict, keyOf, size } from './dict.ts'
import { Rolled, Special, Tuple } from './special.ts'
import { repr } from './text.ts'
import { typeName } from './type.ts'
import { defined } from './undefined.ts'

/** Python's ==. */
export function equals(a: unknown, b: unknown): boolean {
  defined(a)
  defined(b)
  if (isNumber(a) && isNumber(b)) return sameNumber(numeric(a), numeric(b))
  if (Array.isArray(a) && Array.isArray(b))
    return kind(a) === kind(b) && a.length === b.length && a.every((item, i) => equals(item, b[i]))
  if (isDict(a) && isDict(b)) return sameDict(a, b)
  if (a instanceof Special && b instanceof Special)
    return a === b || (a.typeName === b.typeName && a.text() === b.text() && a.typeName.includes('date'))
  return a === b || (a === undefined && b === null) || (a === null && b === undefined)
}

function sameDict(a: Dict, b: Dict): boolean {
  if (size(a) !== size(b)) return false
  for (const [key, value] of entries(a)) if (!has(b, key) || !equals(value, get(b, key))) return false
  return true
}

function kind(list: readonly unknown[]): string {
  return list instanceof Tuple ? 'tuple' : list instanceof Rolled ? list.kind : 'list'
}

/** A bigint and a number may be the same. */
function sameNumber(a: number | bigint, b: number | bigint): boolean {
  return !(a < b) && !(a > b) && !Number.isNaN(a) && !Number.isNaN(b)
}

function numeric(value: unknown): number | bigint {
  return typeof value === 'bigint' ? value : Number(value)
}

/** Negative, zero or positive; NaN where a float cannot be ordered. Throws for types that Python does not order. */
export function compare(a: unknown, b: unknown, operator = '<'): number {
  defined(a)
  defined(b)
  if (isNumber(a) && isNumber(b)) {
    const [left, right] = [numeric(a), numeric(b)]
    return left < right ? -1 : left > right ? 1 : sameNumber(left, right) ? 0 : Number.NaN
  }
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  if (Array.isArray(a) && Array.isArray(b) && kind(a) === kind(b) && !(a instanceof Rolled)) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      if (!equals(a[i], b[i])) return compare(a[i], b[i], operator)
    }
    return a.length - b.length
  }
  if (a instanceof Special && b instanceof Special && a.typeName === b.typeName && a.typeName.includes('date'))
    return compareText(a.text(), b.text())
  throw new PythonError(
    `'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
    (typeof a === 'string') !== (typeof b === 'string') && (isNumber(a) || isNumber(b))
      ? { hint: 'make a number of the text: x | int' }
      : {},
  )
}

/** By code points, not by UTF-16 units. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  if (i === a.length || i === b.length) return a.length - b.length
  const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)]
  const surrogate = (code: number) => code >= 0xd800 && code < 0xe000
  if (surrogate(left) !== surrogate(right)) return surrogate(left) ? 1 : -1
  return left - right
}

/** Python's `in`. */
export function contains(container: unknown, item: unknown): boolean {
  defined(container)
  if (typeof container === 'string') {
    if (typeof defined(item) !== 'string')
      throw new PythonError(`'in <string>' requires string as left operand, not ${typeName(item)}`)
    return container.includes(item as string)
  }
  if (Array.isArray(container)) return container.some(other => same(other, item))
  if (isDict(container)) {
    keyOf(item)
    return has(container, item)
  }
  throw new PythonError(`argument of type '${typeName(container)}' is not iterable`)
}

function same(a: unknown, b: unknown): boolean {
  return a === b || equals(a, b)
}

/** A text that is the same for values that Python's sets find equal. Throws for lists and mappings. */
export function hashKey(value: unknown): string {
  defined(value)
  if (value instanceof Tuple) return `(${[...value].map(hashKey).join(',')})`
  if (Array.isArray(value)) throw new PythonError(`unhashable type: '${typeName(value)}'`)
  if (isDict(value)) throw new PythonError("unhashable type: 'dict'")
  if (isNumber(value)) return isInt(value) || isFloat(value) ? `#${numeric(value)}` : `#${Number(value)}`
  return repr(value)
}

/** Sorts by Python's order, keeping the order of what is equal. */
export function sorted<T>(items: readonly T[], key: (item: T) => unknown, reverse = false): T[] {
  const pairs = items.map(item => ({ item, key: key(item) }))
  // Python sorts with < only; the reverse keeps equal items in their order too.
  pairs.sort((a, b) => (reverse ? compare(b.key, a.key) : compare(a.key, b.key)))
  return pairs.map(pair => pair.item)
}
