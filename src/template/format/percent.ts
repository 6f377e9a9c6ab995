/** Python's `'%s' % value`. Pure. */

import { Float, fixedText, isFloat, isNumber, wholeOf } from '../../python/number.ts'
import { PythonError } from '../failure.ts'
import { get, has, isDict } from '../values/dict.ts'
import { pointCount, points } from '../values/points.ts'
import { Tuple } from '../values/special.ts'
import { repr, str } from '../values/text.ts'
import { typeName } from '../values/type.ts'
import { exponentText, general } from './spec.ts'

const placeholder =
  /%(?:\((?<key>[^)]*)\))?(?<flags>[-+ 0#]*)(?<width>\*|\d+)?(?:\.(?<precision>\*|\d*))?[hlL]?(?<type>[\s\S])?/gu

export function percent(format: string, args: unknown): string {
  const list = args instanceof Tuple ? args : undefined
  const mapping = isDict(args) ? args : undefined
  let at = 0
  let named = false
  const next = (): unknown => {
    const all = list ?? [args]
    if (at >= all.length) throw new PythonError('not enough arguments for format string')
    return all[at++]
  }
  const result = format.replace(placeholder, (...match) => {
    const { key, flags = '', width, precision, type } = match.at(-1) as Record<string, string | undefined>
    if (type === '%' && key === undefined) return '%'
    if (type === undefined) throw new PythonError('incomplete format')
    if (!'diouxXeEfFgGcrsa'.includes(type))
      throw new PythonError(`unsupported format character '${type}' (0x${type.charCodeAt(0).toString(16)})`)
    const room = width === '*' ? Number(next()) : Number(width ?? 0)
    const digits = precision === '*' ? Number(next()) : precision === undefined ? undefined : Number(precision || 0)
    named ||= key !== undefined
    const value = key === undefined ? next() : keyed(mapping, key)
    return padded(convert(value, type, flags, digits), room, flags, type)
  })
  const count = (list ?? [args]).length
  // As in Python, a list or mapping may be left over.
  const mayStay = mapping !== undefined || (Array.isArray(args) && list === undefined)
  if (at < count && !named && !mayStay) throw new PythonError('not all arguments converted during string formatting')
  return result
}

function keyed(mapping: ReturnType<typeof Object> | undefined, key: string): unknown {
  if (mapping === undefined) throw new PythonError('format requires a mapping')
  if (!has(mapping as never, key))
    throw new PythonError(`the format names ${repr(key)}, and the mapping has no such key`)
  return get(mapping as never, key)
}

function convert(value: unknown, type: string, flags: string, precision: number | undefined): string {
  if (type === 's' || type === 'r' || type === 'a') {
    const text = type === 's' ? str(value) : repr(value)
    return precision === undefined ? text : points(text).slice(0, precision).join('')
  }
  if (type === 'c') {
    if (typeof value === 'string' && pointCount(value) === 1) return value
    if (typeof value === 'number' && Number.isInteger(value)) return String.fromCodePoint(value)
    throw new PythonError('%c requires int or char')
  }
  if (!isNumber(value)) throw new PythonError(`%${type} format: a real number is required, not ${typeName(value)}`)
  const isReal = 'eEfFgG'.includes(type)
  const number = isReal ? Number(value) : Math.trunc(Number(value)) + 0
  const sign = number < 0 || Object.is(number, -0) ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  return sign + (isReal ? real(Math.abs(number), type, precision, flags) : whole(value, type, precision, flags))
}

function real(value: number, type: string, precision: number | undefined, flags: string): string {
  const text = !Number.isFinite(value)
    ? Number.isNaN(value)
      ? 'nan'
      : 'inf'
    : type === 'f' || type === 'F'
      ? fixedText(value, precision ?? 6)
      : type === 'e' || type === 'E'
        ? exponentText(value, precision ?? 6)
        : general(value, precision === 0 ? 1 : (precision ?? 6), flags.includes('#'), false)
  return type === type.toUpperCase() ? text.toUpperCase() : text
}

function whole(value: unknown, type: string, precision: number | undefined, flags: string): string {
  if (isFloat(value) && 'oxX'.includes(type))
    throw new PythonError(`%${type} format: an integer is required, not float`)
  const number =
    value instanceof Float || isFloat(value) ? Math.trunc(Number(value)) : wholeOf(value as number | bigint | boolean)
  const size = number < 0 ? -number : number
  const base = type === 'x' || type === 'X' ? 16 : type === 'o' ? 8 : 10
  const digits = (type === 'X' ? size.toString(base).toUpperCase() : size.toString(base)).padStart(precision ?? 0, '0')
  return flags.includes('#') && base !== 10 ? `0${type === 'o' ? 'o' : type}${digits}` : digits
}

function padded(text: string, width: number, flags: string, type: string): string {
  const missing = width - pointCount(text)
  if (missing <= 0) return text
  if (flags.includes('-')) return text + ' '.repeat(missing)
  if (!flags.includes('0') || 'crsa'.includes(type) || /[a-z]{3}$/i.test(text)) return ' '.repeat(missing) + text
  const lead = /^[-+ ]?(?:0[xXo])?/.exec(text)?.[0] ?? ''
  return lead + '0'.repeat(missing) + text.slice(lead.length)
}
