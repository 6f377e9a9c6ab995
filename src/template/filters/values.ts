/** Filters over values of any type: defaults, truth, dates. */

import { isNumber } from '../../python/number.ts'
import { native } from '../evaluate/attribute.ts'
import { plugins } from '../evaluate/context.ts'
import { PythonError } from '../failure.ts'
import { DateTime } from '../values/date.ts'
import { repr, str } from '../values/text.ts'
import { truth } from '../values/truth.ts'
import { typeName } from '../values/type.ts'
import { defined, Undefined } from '../values/undefined.ts'
import { toFloat } from './numbers.ts'
import { formatDate, parseDate } from './strftime.ts'

export const valueFilters = plugins({
  default: ['value, default_value="", boolean=False', fallback],
  d: ['value, default_value="", boolean=False', fallback],
  mandatory: [
    'a, msg=None',
    (value: unknown, message: unknown) => {
      if (!(value instanceof Undefined)) return value
      const name = value.name === undefined ? '' : `'${value.name}' `
      throw new PythonError(message === null ? `Mandatory variable ${name} not defined.` : str(message))
    },
  ],
  bool: ['a', toBool],
  ternary: [
    'value, true_val, false_val, none_val=None',
    (value: unknown, yes: unknown, no: unknown, none: unknown) =>
      value === null && none !== null ? none : truth(value) ? yes : no,
  ],
  type_debug: ['o', typeDebug],
  attr: [
    'obj, name',
    (value: unknown, name: unknown) => {
      const message = `'${typeName(defined(value))} object' has no attribute '${str(name)}'`
      return native(value, str(name)) ?? new Undefined(message, { name: str(name) })
    },
  ],
  pprint: ['value', repr],
  strftime: [
    'string_format, second=None, utc=False',
    (format: unknown, second: unknown, utc: unknown) => {
      const seconds = second === null ? Date.now() / 1000 : Number(toFloat(second) ?? Number.NaN)
      if (Number.isNaN(seconds)) throw new PythonError(`Invalid value for epoch value (${str(second)})`)
      return formatDate(str(format), Math.floor(seconds) * 1000, truth(utc) ? 'UTC' : 'local')
    },
  ],
  to_datetime: [
    'string, format="%Y-%m-%d %H:%M:%S"',
    (value: unknown, format: unknown) => {
      const { time, microseconds } = parseDate(str(value), str(format))
      return new DateTime(time, microseconds)
    },
  ],
})

function fallback(value: unknown, other: unknown, boolean: unknown): unknown {
  return value instanceof Undefined || (truth(boolean) && !truth(value)) ? other : value
}

/** Ansible's reading of a boolean: yes, on, 1 and true in any case; all else is false. */
function toBool(value: unknown): unknown {
  defined(value)
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') return ['yes', 'on', '1', 'true'].includes(value.toLowerCase())
  return isNumber(value) && Number(value) === 1
}

function typeDebug(value: unknown): string {
  return value instanceof Undefined ? 'AnsibleUndefined' : typeName(value)
}
