/** Python's format specification (`{:>8}`, `{:05.1f}`, `{:,}`). Pure. */

import { fixedText, floatText, type Int, isFloat, isNumber, wholeOf } from '../../python/number.ts'
import { PythonError } from '../failure.ts'
import { pointCount, points } from '../values/points.ts'
import { str } from '../values/text.ts'
import { typeName } from '../values/type.ts'

const pattern =
  /^(?:(?<fill>[\s\S])?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<alternate>#)?(?<zero>0)?(?<width>\d+)?(?<group>[,_])?(?:\.(?<precision>\d+))?(?<type>[bcdeEfFgGnosxX%])?$/u

type Parts = Readonly<
  Record<
    'fill' | 'align' | 'sign' | 'alternate' | 'zero' | 'width' | 'group' | 'precision' | 'type',
    string | undefined
  >
>

export function formatValue(value: unknown, specification: string): string {
  if (specification === '') return str(value)
  const parts = pattern.exec(specification)?.groups as Parts | undefined
  if (!parts) throw new PythonError(`Invalid format specifier '${specification}'`)
  if (isNumber(value)) {
    if (typeof value === 'boolean' && parts.type === undefined) return formatNumber(Number(value), parts)
    return formatNumber(value, parts)
  }
  if (typeof value !== 'string')
    throw new PythonError(`unsupported format string passed to ${typeName(value)}.__format__`)
  if (parts.type !== undefined && parts.type !== 's')
    throw new PythonError(`Unknown format code '${parts.type}' for object of type 'str'`)
  if (parts.group) throw new PythonError(`Cannot specify '${parts.group}' with 's'.`)
  if (parts.sign || parts.align === '=') throw new PythonError('Sign not allowed in string format specifier')
  const text = parts.precision === undefined ? value : points(value).slice(0, Number(parts.precision)).join('')
  return pad(text, parts.width, parts.fill ?? (parts.zero ? '0' : ' '), parts.align ?? '<')
}

function formatNumber(value: number | bigint | boolean | { valueOf(): number }, parts: Parts): string {
  const asFloat = isFloat(value) || /[eEfFgG%]/.test(parts.type ?? '')
  const negative = Number(value) < 0 || Object.is(Number(value), -0)
  const digits = asFloat
    ? floatDigits(Math.abs(Number(value)), parts)
    : intDigits(wholeOf(value as Int | boolean), parts)
  const sign = negative && (asFloat || Number(value) !== 0) ? '-' : parts.sign && parts.sign !== '-' ? parts.sign : ''
  const [prefix, body] = digits
  const fill = parts.fill ?? (parts.zero ? '0' : ' ')
  const align = parts.align ?? (parts.zero ? '=' : '>')
  const grouped = group(body, parts.group)
  if (align !== '=') return pad(sign + prefix + grouped, parts.width, fill, align)
  const room = Number(parts.width ?? 0) - sign.length - prefix.length
  if (fill !== '0' || !parts.group) return sign + prefix + grouped.padStart(room, fill)
  let padded = body
  while (group(padded, parts.group).length < room) padded = `0${padded}`
  return sign + prefix + group(padded, parts.group)
}

function intDigits(value: Int, { type = 'd', alternate, precision }: Parts): [prefix: string, digits: string] {
  if (precision !== undefined) throw new PythonError('Precision not allowed in integer format specifier')
  const size = value < 0 ? -value : value
  switch (type) {
    case 'b':
      return [alternate ? '0b' : '', size.toString(2)]
    case 'o':
      return [alternate ? '0o' : '', size.toString(8)]
    case 'x':
      return [alternate ? '0x' : '', size.toString(16)]
    case 'X':
      return [alternate ? '0X' : '', size.toString(16).toUpperCase()]
    case 'c':
      return ['', String.fromCodePoint(Number(size))]
    case 's':
      throw new PythonError("Unknown format code 's' for object of type 'int'")
    default:
      return ['', size.toString()]
  }
}

function floatDigits(value: number, { type, precision, alternate }: Parts): [prefix: string, digits: string] {
  if (type !== undefined && /[bcdosxX]/.test(type))
    throw new PythonError(`Unknown format code '${type}' for object of type 'float'`)
  const upper = type !== undefined && /[EFG]/.test(type)
  if (!Number.isFinite(value)) {
    const text = Number.isNaN(value) ? 'nan' : 'inf'
    return ['', (upper ? text.toUpperCase() : text) + (type === '%' ? '%' : '')]
  }
  const text = plainDigits(
    value,
    type?.toLowerCase(),
    precision === undefined ? undefined : Number(precision),
    alternate !== undefined,
  )
  return ['', upper ? text.toUpperCase() : text]
}

function plainDigits(
  value: number,
  type: string | undefined,
  precision: number | undefined,
  alternate: boolean,
): string {
  switch (type) {
    case 'f':
      return fixedText(value, precision ?? 6)
    case '%':
      return `${fixedText(value * 100, precision ?? 6)}%`
    case 'e':
      return exponentText(value, precision ?? 6)
    case undefined:
      if (precision === undefined) return floatText(value)
      return general(value, precision || 1, alternate, true)
    default:
      return general(value, precision === 0 ? 1 : (precision ?? 6), alternate, false)
  }
}

/** `%e`: a mantissa of one digit, and an exponent of at least two. */
export function exponentText(value: number, digits: number): string {
  const [mantissa, power = '+0'] = value.toExponential(Math.min(100, digits)).split('e')
  return `${mantissa}e${power[0]}${power.slice(1).padStart(2, '0')}`
}

/** `%g`: significant digits, without the zeros at the end. `point`: a whole number keeps `.0`. */
export function general(value: number, precision: number, alternate: boolean, point: boolean): string {
  const exponent = value === 0 ? 0 : Number(value.toExponential(Math.min(100, precision - 1)).split('e')[1])
  const large = exponent < -4 || exponent >= precision
  const text = large ? exponentText(value, precision - 1) : fixedText(value, Math.max(0, precision - 1 - exponent))
  if (alternate) return text
  const [mantissa = '', power] = text.split('e')
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa
  const whole = point && power === undefined && !short.includes('.') ? `${short}.0` : short
  return power === undefined ? whole : `${whole}e${power}`
}

function group(digits: string, mark: string | undefined): string {
  if (mark === undefined) return digits
  const [whole = '', ...rest] = digits.split('.')
  return [whole.replace(/\B(?=(\d{3})+(?!\d))/g, mark), ...rest].join('.')
}

export function pad(text: string, width: string | number | undefined, fill: string, align: string): string {
  const missing = Number(width ?? 0) - pointCount(text)
  if (missing <= 0) return text
  if (align === '<') return text + fill.repeat(missing)
  if (align === '^') return fill.repeat(missing >> 1) + text + fill.repeat(missing - (missing >> 1))
  return fill.repeat(missing) + text
}
