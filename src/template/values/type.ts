/** Python's names of types. Pure. */

import { isFloat } from '../../python/number.ts'
import { isDict } from './dict.ts'
import { Rolled, Special, Tuple } from './special.ts'
import { Undefined } from './undefined.ts'

/** `type(value).__name__`. */
export function typeName(value: unknown): string {
  if (value === undefined || value === null) return 'NoneType'
  if (typeof value === 'string') return 'str'
  if (typeof value === 'boolean') return 'bool'
  if (isFloat(value)) return 'float'
  if (typeof value === 'number' || typeof value === 'bigint') return 'int'
  if (value instanceof Tuple) return 'tuple'
  if (value instanceof Rolled) return value.kind
  if (Array.isArray(value)) return 'list'
  if (value instanceof Special) return value.typeName
  if (value instanceof Undefined) return 'AnsibleUndefined'
  return isDict(value) ? 'dict' : 'str'
}

/** As Jinja names the object that lacks an attribute. */
export function objectName(value: unknown): string {
  return value === null || value === undefined ? 'None' : `${typeName(value)} object`
}
