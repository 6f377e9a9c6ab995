/** Python's iter(), len() and list(). Pure. */
import { PythonError } from '../failure.ts'
import { isDict, keys, size } from './dict.ts'
import { pointCount, points } from './points.ts'
import { Special } from './special.ts'
import { typeName } from './type.ts'
import { defined, isLenient } from './undefined.ts'

/** The items of a list, the keys of a mapping, the characters of a text. Throws for what has none. */
export function iterate(value: unknown): readonly unknown[] {
  if (isLenient(value)) return []
  defined(value)
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return points(value)
  if (isDict(value)) return keys(value)
  throw new PythonError(`'${typeName(value)}' object is not iterable`)
}

export function isIterable(value: unknown): boolean {
  return typeof value === 'string' || Array.isArray(value) || isDict(value)
}

export function length(value: unknown): number {
  defined(value)
  if (Array.isArray(value)) return value.length
  if (typeof value === 'string') return pointCount(value)
  if (isDict(value)) return size(value)
  throw new PythonError(`object of type '${value instanceof Special ? value.typeName : typeName(value)}' has no len()`)
}
