/** `a.b`, `a[b]` and slices, as Jinja looks them up. Pure. */
import { didYouMean } from '../../errors/suggest.ts'
import { isInt, isNumber } from '../../python/number.ts'
import { noteUse } from '../../secret/index.ts'
import { PythonError } from '../failure.ts'
import { methodOf } from '../methods/index.ts'
import { get, isDict, keys } from '../values/dict.ts'
import { pointCount, points } from '../values/points.ts'
import { Callable, Rolled, Special, Tuple, tuple } from '../values/special.ts'
import { repr } from '../values/text.ts'
import { objectName, typeName } from '../values/type.ts'
import { defined, Undefined } from '../values/undefined.ts'

/** The bounds of `[start:stop:step]`. */
export class Slice extends Special {
  readonly typeName = 'slice'
  readonly start: unknown
  readonly stop: unknown
  readonly step: unknown
  constructor(start: unknown, stop: unknown, step: unknown) {
    super()
    this.start = start
    this.stop = stop
    this.step = step
  }
  attribute(): undefined {
    return undefined
  }
}

/** `object.name`: a method or attribute of the type wins over a key of a mapping. */
export function attribute(object: unknown, name: string): unknown {
  if (object instanceof Undefined) return object
  noteUse(object)
  const own = native(object, name)
  if (own !== undefined) return own
  const item = isDict(object) ? get(object, name) : undefined
  return item === undefined ? missing(object, name) : noteUse(item)
}

/** `object[key]`: an item wins over an attribute. */
export function item(object: unknown, key: unknown): unknown {
  if (object instanceof Undefined) return object
  if (key instanceof Slice) return slice(object, key)
  defined(key)
  const found = noteUse(element(noteUse(object), key))
  if (found !== undefined) return found
  const own = typeof key === 'string' ? native(object, key) : undefined
  return own === undefined ? missing(object, key) : own
}

/** A method or attribute of the type; undefined (of JavaScript) where it has none of that name. */
export function native(object: unknown, name: string): unknown {
  if (name === '__class__') return new ClassName(typeName(object))
  if (object instanceof Special) return object.attribute(name)
  if (object instanceof Tuple && object.named && Object.hasOwn(object.named, name)) return object.named[name]
  const method = methodOf(object, name)
  return method && new Callable(name, (args, keywords) => method(object, args, keywords))
}

function element(object: unknown, key: unknown): unknown {
  if (isDict(object)) {
    const value = get(object, key)
    return value
  }
  if (object instanceof Special) return undefined
  const index = typeof key === 'boolean' ? Number(key) : key
  if (!isInt(index)) return undefined
  const at = Number(index)
  if (object instanceof Rolled && object.kind !== 'range') return undefined
  if (Array.isArray(object)) {
    const value = object[at < 0 ? object.length + at : at]
    return value === undefined && inRange(at, object.length) ? null : value
  }
  if (typeof object === 'string') return points(object)[at < 0 ? pointCount(object) + at : at]
  return undefined
}

function inRange(at: number, length: number): boolean {
  return at < length && at >= -length
}

/** Undefined, with Jinja's message. */
export function missing(object: unknown, key: unknown): Undefined {
  if (typeof key !== 'string') return new Undefined(`${objectName(object)} has no element ${repr(key)}`)
  const hint = isDict(object)
    ? didYouMean(
        key,
        keys(object).filter((known): known is string => typeof known === 'string'),
      )
    : undefined
  return new Undefined(`'${objectName(object)}' has no attribute '${key}'`, { name: key, ...(hint && { hint }) })
}

class ClassName extends Special {
  readonly typeName = 'type'
  private readonly name: string
  constructor(name: string) {
    super()
    this.name = name
  }
  attribute(name: string): unknown {
    return name === '__name__' ? this.name : undefined
  }
  override text(): string {
    return `<class '${this.name}'>`
  }
}

function slice(object: unknown, bounds: Slice): unknown {
  const list = typeof object === 'string' ? points(object) : object
  if (!Array.isArray(list) || (list instanceof Rolled && list.kind !== 'range')) return missing(object, null)
  const picked = indices(list.length, bounds).map(i => list[i])
  if (typeof object === 'string') return picked.join('')
  return list instanceof Tuple ? tuple(picked) : picked
}

function indices(length: number, { start, stop, step }: Slice): number[] {
  const by = bound(step) ?? 1
  if (by === 0) throw new PythonError('slice step cannot be zero')
  const clamp = (value: number | undefined, usual: number): number => {
    if (value === undefined) return usual
    const whole = value < 0 ? value + length : value
    return by > 0 ? Math.min(Math.max(whole, 0), length) : Math.min(Math.max(whole, -1), length - 1)
  }
  const from = clamp(bound(start), by > 0 ? 0 : length - 1)
  const to = clamp(bound(stop), by > 0 ? length : -1)
  const found: number[] = []
  for (let i = from; by > 0 ? i < to : i > to; i += by) found.push(i)
  return found
}

function bound(value: unknown): number | undefined {
  if (value === null || value === undefined) return undefined
  defined(value)
  if (!isInt(value) && typeof value !== 'boolean')
    throw new PythonError('slice indices must be integers or None or have an __index__ method')
  return isNumber(value) ? Number(value) : undefined
}
