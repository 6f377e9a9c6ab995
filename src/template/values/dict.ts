/**
 * Python's dict: a Map, which keeps any order and any key, or a plain object of data. Keys that Python finds equal are
 * one key of the Map. Pure but for `put` and `remove`, which change a Map.
 */

import { Float } from '../../python/number.ts'
import { Secret } from '../../secret/index.ts'
import { PythonError } from '../failure.ts'
import { Special, Tuple, Unsafe, VerbatimText } from './special.ts'
import { repr } from './text.ts'
import { defined, Undefined } from './undefined.ts'

export type Dict = ReadonlyMap<unknown, unknown> | Readonly<Record<string, unknown>>

export function isDict(value: unknown): value is Dict {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  if (value instanceof Map) return true
  return !(
    value instanceof Special ||
    value instanceof Float ||
    value instanceof Undefined ||
    value instanceof Unsafe ||
    value instanceof Secret ||
    value instanceof VerbatimText
  )
}

export function entries(dict: Dict): Iterable<[unknown, unknown]> {
  return dict instanceof Map ? dict.entries() : Object.entries(dict)
}

export function keys(dict: Dict): unknown[] {
  return dict instanceof Map ? [...dict.keys()] : Object.keys(dict)
}

export function values(dict: Dict): unknown[] {
  return dict instanceof Map ? [...dict.values()] : Object.values(dict)
}

export function size(dict: Dict): number {
  return dict instanceof Map ? dict.size : Object.keys(dict).length
}

export function has(dict: Dict, key: unknown): boolean {
  if (dict instanceof Map) return dict.has(keyOf(key))
  return typeof key === 'string' && Object.hasOwn(dict, key)
}

/** The value of a key; undefined (of JavaScript) where it is not there. */
export function get(dict: Dict, key: unknown): unknown {
  if (dict instanceof Map) return dict.get(keyOf(key))
  return typeof key === 'string' && Object.hasOwn(dict, key) ? (dict as Record<string, unknown>)[key] : undefined
}

/** A new dict, later pairs over earlier ones; a key keeps its first position. */
export function dict(pairs: Iterable<readonly [unknown, unknown]>): Map<unknown, unknown> {
  const made = new Map<unknown, unknown>()
  for (const [key, value] of pairs) made.set(keyOf(key), value)
  return made
}

const interned = new Map<string, unknown>()

/** One object for all equal keys. Throws for what cannot be a key. */
export function keyOf(key: unknown): unknown {
  defined(key)
  if (key instanceof Float) {
    return Number.isSafeInteger(key.value) ? intern(`float ${key.value}`, key) : key
  }
  if (key instanceof Tuple) return intern(repr(key), key)
  if (Array.isArray(key)) throw new PythonError("unhashable type: 'list'")
  if (isDict(key)) throw new PythonError("unhashable type: 'dict'")
  return key
}

function intern(name: string, key: unknown): unknown {
  const known = interned.get(name)
  if (known !== undefined) return known
  if (interned.size > 10_000) interned.clear()
  interned.set(name, key)
  return key
}
