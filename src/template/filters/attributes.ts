/** `attribute=` of Jinja's filters: dotted paths, numbers as indexes. Pure. */

import { isInt } from '../../python/number.ts'
import { item } from '../evaluate/attribute.ts'
import { Undefined } from '../values/undefined.ts'

/** The value of an attribute; the default where a step of the path is not there. */
export function getter(attribute: unknown, fallback: unknown = null): (value: unknown) => unknown {
  const parts = partsOf(attribute)
  return value => {
    let current = value
    for (const part of parts) {
      current = item(current, part)
      if (fallback !== null && current instanceof Undefined) current = fallback
    }
    return current
  }
}

/** Several attributes, with commas between them. */
export function multiGetter(attribute: unknown): (value: unknown) => unknown[] {
  const getters = (typeof attribute === 'string' ? attribute.split(',') : [attribute]).map(one => getter(one))
  return value => getters.map(get => get(value))
}

function partsOf(attribute: unknown): unknown[] {
  if (attribute === null || attribute === undefined) return []
  if (isInt(attribute)) return [attribute]
  if (typeof attribute !== 'string') return [attribute]
  return attribute.split('.').map(part => (/^\d+$/.test(part) ? Number(part) : part))
}

/** Texts without regard to case. */
export function ignoreCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value
}
