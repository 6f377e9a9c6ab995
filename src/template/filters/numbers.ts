/** Filters over numbers. */
import { randomInt } from 'node:crypto'
import { fixedText, float, int, isFloat, isInt, isNumber, roundHalfEven, wholeOf } from '../../python/number.ts'
import { plugins } from '../evaluate/context.ts'
import { PythonError } from '../failure.ts'
import { isIterable, iterate } from '../values/iterate.ts'
import { Rolled } from '../values/special.ts'
import { truth } from '../values/truth.ts'
import { typeName } from '../values/type.ts'
import { defined, Undefined } from '../values/undefined.ts'
import { seededRandom } from './mersenne.ts'
import { humanReadable, humanToBytes } from './sizes.ts'

export const numberFilters = plugins({
  abs: ['x', absolute],
  float: ['value, default=0.0', (value: unknown, other: unknown) => toFloat(defined(value)) ?? other],
  int: ['value, default=0, base=10', toInt],
  round: ['value, precision=0, method="common"', round],
  filesizeformat: ['value, binary=False', fileSize],
  log: ['x, base=None', logarithm],
  pow: ['x, y', (x: unknown, y: unknown) => float(power(real(x, 'pow'), real(y, 'pow')))],
  root: ['x, base=2', (x: unknown, base: unknown) => float(root(real(x, 'root'), real(base, 'root')))],
  human_readable: ['size, isbits=False, unit=None', humanReadable],
  human_to_bytes: ['size, default_unit=None, isbits=False', humanToBytes],
  random: ['end, start=None, step=None, seed=None', random],
})

function absolute(value: unknown): unknown {
  defined(value)
  if (!isNumber(value)) throw new PythonError(`bad operand type for abs(): '${typeName(value)}'`)
  if (isFloat(value)) return float(Math.abs(Number(value)))
  const whole = wholeOf(value)
  return whole < 0 ? int(-whole) : whole
}

/** Python's float(): undefined (of JavaScript) where it would raise. */
export function toFloat(value: unknown): unknown {
  if (value instanceof Undefined) return undefined
  if (isNumber(value)) return float(Number(value))
  if (typeof value !== 'string') return undefined
  const text = value.trim().replace(/(?<=\d)_(?=\d)/g, '')
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text)) return float(Number(text))
  const special = /^([-+]?)(?:(inf(?:inity)?)|nan)$/i.exec(text)
  return special ? float(special[2] === undefined ? Number.NaN : special[1] === '-' ? -Infinity : Infinity) : undefined
}

function toInt(value: unknown, other: unknown, base: unknown): unknown {
  defined(value)
  if (typeof value === 'string') {
    const whole = parseWhole(value, Number(base))
    if (whole !== undefined) return whole
  }
  const real = toFloat(value)
  if (real === undefined || !Number.isFinite(Number(real))) return isInt(value) ? value : other
  if (isInt(value)) return value
  return int(Math.trunc(Number(real)))
}

/** Python's int(text, base). */
function parseWhole(given: string, base: number): unknown {
  const text = given
    .trim()
    .toLowerCase()
    .replace(/(?<=[\da-z])_(?=[\da-z])/g, '')
  const [, sign = '', prefix, digits = ''] = /^([-+]?)(0[xob])?([\da-z]+)$/.exec(text) ?? []
  const named = prefix === undefined ? undefined : { x: 16, o: 8, b: 2 }[prefix[1] as 'x' | 'o' | 'b']
  if (prefix !== undefined && named !== base && base !== 0) return undefined
  const radix = base === 0 ? (named ?? 10) : base
  if (digits === '' || radix < 2 || radix > 36) return undefined
  let total = 0n
  for (const digit of digits) {
    const worth = Number.parseInt(digit, 36)
    if (worth >= radix) return undefined
    total = total * BigInt(radix) + BigInt(worth)
  }
  return int(sign === '-' ? -total : total)
}

function round(value: unknown, precision: unknown, method: unknown): unknown {
  defined(value)
  if (method !== 'common' && method !== 'ceil' && method !== 'floor')
    throw new PythonError('method must be common, ceil or floor')
  if (!isNumber(value)) throw new PythonError(`type ${typeName(value)} doesn't define __round__ method`)
  if (!isNumber(precision) || isFloat(precision))
    throw new PythonError(`'${typeName(precision)}' object cannot be interpreted as an integer`)
  const digits = Number(precision)
  if (method === 'common') {
    if (isFloat(value)) return float(roundHalfEven(Number(value), digits))
    if (digits >= 0) return wholeOf(value)
    return int(BigInt(roundWhole(BigInt(wholeOf(value)), -digits)))
  }
  const factor = 10 ** digits
  const scaled = Number(value) * factor
  return float((method === 'ceil' ? Math.ceil(scaled) : Math.floor(scaled)) / factor)
}

/** Rounds half to even at a power of ten. */
function roundWhole(value: bigint, digits: number): bigint {
  const unit = 10n ** BigInt(digits)
  const low = ((value % unit) + unit) % unit
  const base = value - low
  const twice = low * 2n
  const up = twice > unit || (twice === unit && (base / unit) % 2n !== 0n)
  return up ? base + unit : base
}

const prefixes = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'] as const

function fileSize(value: unknown, binary: unknown): string {
  const size = Number(toFloat(defined(value)) ?? Number.NaN)
  if (Number.isNaN(size)) throw new PythonError(`could not convert to float: ${String(value)}`)
  const base = truth(binary) ? 1024 : 1000
  if (size === 1) return '1 Byte'
  if (size < base) return `${Math.trunc(size)} Bytes`
  const names = prefixes.map(prefix => (truth(binary) ? `${prefix.toUpperCase()}iB` : `${prefix}B`))
  const at = names.findIndex((_, i) => size < base ** (i + 2))
  const power = at < 0 ? names.length - 1 : at
  return `${fixedText((base * size) / base ** (power + 2), 1)} ${names[power]}`
}

function real(value: unknown, what: string): number {
  defined(value)
  if (!isNumber(value))
    throw new PythonError(`${what}() can only be used on numbers: must be real number, not ${typeName(value)}`)
  return Number(value)
}

function logarithm(value: unknown, base: unknown): unknown {
  const number = real(value, 'log')
  if (number <= 0) throw new PythonError('math domain error')
  if (base === null) return float(Math.log(number))
  const by = real(base, 'log')
  return float(by === 10 ? Math.log10(number) : Math.log(number) / Math.log(by))
}

function power(x: number, y: number): number {
  const result = x ** y
  if (x === 1) return 1
  if (Number.isNaN(result) && !Number.isNaN(x) && !Number.isNaN(y)) throw new PythonError('math domain error')
  if (x === 0 && y < 0) throw new PythonError('math domain error')
  if (!Number.isFinite(result) && Number.isFinite(x) && Number.isFinite(y)) throw new PythonError('math range error')
  return result
}

function root(x: number, base: number): number {
  if (base === 2) {
    if (x < 0) throw new PythonError('math domain error')
    return Math.sqrt(x)
  }
  if (base === 0) throw new PythonError('float division by zero')
  return power(x, 1 / base)
}

function random(end: unknown, start: unknown, step: unknown, seed: unknown): unknown {
  defined(end)
  const below = seed === null ? (count: number) => randomInt(count) : seededRandom(seed)
  if (isInt(end) || typeof end === 'boolean') {
    const from = truth(start) ? Number(start) : 0
    const by = truth(step) ? Number(step) : 1
    const count = Math.ceil((Number(end) - from) / by)
    if (count <= 0) throw new PythonError(`empty range for randrange() (${from}, ${end}, ${by})`)
    return from + by * below(count)
  }
  if (!isIterable(end) || (end instanceof Rolled && end.kind !== 'range'))
    throw new PythonError('random can only be used on sequences and integers')
  if (truth(start) || truth(step)) throw new PythonError('start and step can only be used with integer values')
  const items = iterate(end)
  if (items.length === 0) throw new PythonError('Cannot choose from an empty sequence')
  return items[below(items.length)]
}
