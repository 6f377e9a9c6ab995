/** Python's bool(), and Ansible's reading of yes and no. Pure. */

import { Float } from '../../python/number.ts'
import { isDict, size } from './dict.ts'
import { defined, isLenient } from './undefined.ts'

/** Python's truth: 0, none, and all that is empty are false. Throws for what is undefined. */
export function truth(value: unknown): boolean {
  if (isLenient(value)) return false
  defined(value)
  if (value instanceof Float) return value.value !== 0
  if (typeof value === 'number') return value !== 0
  if (Array.isArray(value)) return value.length > 0
  return isDict(value) ? size(value) > 0 : Boolean(value)
}
