/**
 * Python's int and float. A float that is a whole number (2.0) is a Float, any other float a JavaScript number with a
 * fraction; an int is a whole JavaScript number, or a bigint outside of the exact range. Pure.
 */

/** A float with a whole value: prints as `2.0`, and is written as a number to JSON. */
export class Float {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
  valueOf(): number {
    return this.value
  }
  toJSON(): number {
    return this.value
  }
}

export type Int = number | bigint
export type PythonFloat = number | Float

/** A JavaScript number as a Python float. */
export function float(value: number): PythonFloat {
  return Number.isInteger(value) ? new Float(value) : value
}

/** A whole number in its one form. */
export function int(value: Int): Int {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value + 0 : BigInt(value)
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
}

export function isFloat(value: unknown): value is PythonFloat {
  return value instanceof Float || (typeof value === 'number' && !Number.isInteger(value))
}

/** True for int, not for bool. */
export function isInt(value: unknown): value is Int {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))
}

/** True for int, float and bool, which is an int in Python. */
export function isNumber(value: unknown): value is Int | Float | boolean {
  return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint' || value instanceof Float
}

/** The int that a whole number, bool or Float counts as. */
export function wholeOf(value: Int | boolean): Int {
  return typeof value === 'boolean' ? Number(value) : value
}

/** Python's repr of a float: the shortest digits, an exponent below 1e-4 and from 1e16. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const [mantissa = '', power = '0'] = value.toExponential().split('e')
  const exponent = Number(power)
  if (exponent < -4 || exponent >= 16) {
    const sign = exponent < 0 ? '-' : '+'
    return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
  }
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
}

/** Rounds half to even at a number of digits after the point, as Python's round() does. */
export function roundHalfEven(value: number, digits: number): number {
  if (!Number.isFinite(value)) return value
  if (digits > 22) return value
  // Exact: the decimal expansion of a double is finite.
  const exact = exactDecimal(Math.abs(value))
  const point = exact.indexOf('.')
  const whole = exact.slice(0, point)
  const fraction = exact.slice(point + 1)
  const all = whole + fraction
  const cut = whole.length + digits
  if (cut < 0) return 0 * Math.sign(value)
  const kept = BigInt(all.slice(0, cut).padEnd(cut, '0') || '0')
  const rest = all.slice(cut)
  const half = /^50*$/.test(rest)
  const up = half ? kept % 2n === 1n : rest !== '' && (rest[0] as string) >= '5'
  const rounded = kept + (up ? 1n : 0n)
  const result = Number(`${rounded}e${-digits}`)
  return value < 0 || Object.is(value, -0) ? -result : result
}

/** The whole decimal expansion of a positive double. */
function exactDecimal(value: number): string {
  const buffer = new DataView(new ArrayBuffer(8))
  buffer.setFloat64(0, value)
  const bits = buffer.getBigUint64(0)
  const raw = Number((bits >> 52n) & 0x7ffn)
  const mantissa = (bits & 0xfffffffffffffn) | (raw === 0 ? 0n : 1n << 52n)
  const exponent = (raw === 0 ? 1 : raw) - 1075
  if (exponent >= 0) return `${mantissa << BigInt(exponent)}.0`
  const places = -exponent
  const scaled = (mantissa * 10n ** BigInt(places)) >> BigInt(places)
  const text = scaled.toString().padStart(places + 1, '0')
  return `${text.slice(0, -places)}.${text.slice(-places)}`
}

/** Digits of a double, rounded half to even: what `%.2f` and `{:.2f}` give. Of a value at least 0. */
export function fixedText(value: number, digits: number): string {
  const exact = exactDecimal(value)
  const point = exact.indexOf('.')
  const all = exact.replace('.', '')
  const cut = point + digits
  const kept = BigInt(all.slice(0, cut).padEnd(cut, '0') || '0')
  const rest = all.slice(cut)
  const up = /^50*$/.test(rest) ? kept % 2n === 1n : rest !== '' && (rest[0] as string) >= '5'
  const text = (kept + (up ? 1n : 0n)).toString().padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}
