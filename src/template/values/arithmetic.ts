/** Python's operators on numbers, texts and lists. Pure. */

import { float, type Int, int, isFloat, isNumber, wholeOf } from '../../python/number.ts'
import { PythonError } from '../failure.ts'
import { percent } from '../format/percent.ts'
import { Rolled, Tuple, tuple } from './special.ts'
import { typeName } from './type.ts'
import { defined } from './undefined.ts'

export type Operator = '+' | '-' | '*' | '/' | '//' | '%' | '**'

/** Largest text or list that `*` may make, and largest number of digits of `**`. */
const LARGEST = 10_000_000

export function arithmetic(operator: Operator, left: unknown, right: unknown): unknown {
  defined(left)
  defined(right)
  if (operator === '%' && typeof left === 'string') return percent(left, right)
  if (isNumber(left) && isNumber(right))
    return isFloat(left) || isFloat(right)
      ? float(floats(operator, Number(left), Number(right)))
      : ints(operator, wholeOf(left), wholeOf(right))
  if (operator === '+') return joined(left, right)
  if (operator === '*') {
    if (isRepeatable(left) && isCount(right)) return repeated(left, Number(right))
    if (isRepeatable(right) && isCount(left)) return repeated(right, Number(left))
    if (isRepeatable(left) && isRepeatable(right))
      throw new PythonError(`can't multiply sequence by non-int of type '${typeName(right)}'`)
  }
  throw unsupported(operator, left, right)
}

function unsupported(operator: string, left: unknown, right: unknown): PythonError {
  const name = operator === '**' ? '** or pow()' : operator
  return new PythonError(
    `unsupported operand type(s) for ${name}: '${typeName(left)}' and '${typeName(right)}'`,
    typeof left === 'string' || typeof right === 'string' ? { hint: 'make a number of the text: x | int' } : {},
  )
}

function joined(left: unknown, right: unknown): unknown {
  if (typeof left === 'string') {
    if (typeof right === 'string') return left + right
    throw new PythonError(`can only concatenate str (not "${typeName(right)}") to str`, {
      hint: 'to put texts together use ~, which makes texts of all',
    })
  }
  if (left instanceof Rolled || right instanceof Rolled) throw unsupported('+', left, right)
  if (Array.isArray(left)) {
    if (Array.isArray(right) && left instanceof Tuple === right instanceof Tuple)
      return left instanceof Tuple ? tuple([...left, ...right]) : [...left, ...right]
    const name = typeName(left)
    throw new PythonError(`can only concatenate ${name} (not "${typeName(right)}") to ${name}`)
  }
  throw unsupported('+', left, right)
}

function isRepeatable(value: unknown): value is string | unknown[] {
  return typeof value === 'string' || (Array.isArray(value) && !(value instanceof Rolled))
}

function isCount(value: unknown): boolean {
  return isNumber(value) && !isFloat(value)
}

function repeated(value: string | unknown[], count: number): unknown {
  const times = Math.max(0, count)
  if (value.length * times > LARGEST) throw new PythonError('the result is too large')
  if (typeof value === 'string') return value.repeat(times)
  const items = Array.from({ length: times }, () => [...value]).flat(1)
  return value instanceof Tuple ? tuple(items) : items
}

function floats(operator: Operator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      if (b === 0) throw new PythonError('float division by zero')
      return a / b
    case '//':
      if (b === 0) throw new PythonError('float floor division by zero')
      return floorDivide(a, b)
    case '%':
      if (b === 0) throw new PythonError('float modulo')
      return modulo(a, b)
    case '**':
      return power(a, b)
  }
}

function power(a: number, b: number): number {
  if (a === 0 && b < 0) throw new PythonError('0.0 cannot be raised to a negative power')
  if (a === 1 || b === 0) return 1
  const result = a ** b
  if (Number.isNaN(result) && !Number.isNaN(a) && !Number.isNaN(b))
    throw new PythonError('the power of a negative number is complex')
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b))
    throw new PythonError("(34, 'Numerical result out of range')")
  return result
}

function modulo(a: number, b: number): number {
  const rest = a % b
  if (rest === 0) return b < 0 ? -0 : 0
  return rest < 0 !== b < 0 ? rest + b : rest
}

function floorDivide(a: number, b: number): number {
  const whole = (a - modulo(a, b)) / b
  return whole === 0 ? (a / b < 0 ? -0 : 0) : Math.round(whole)
}

function ints(operator: Operator, a: Int, b: Int): unknown {
  if (operator === '/') {
    if (Number(b) === 0) throw new PythonError('division by zero')
    return float(Number(a) / Number(b))
  }
  if (operator === '**' && Number(b) < 0) {
    if (Number(a) === 0) throw new PythonError('0.0 cannot be raised to a negative power')
    return float(Number(a) ** Number(b))
  }
  if ((operator === '//' || operator === '%') && Number(b) === 0)
    throw new PythonError(operator === '%' ? 'integer modulo by zero' : 'integer division or modulo by zero')
  if (typeof a === 'number' && typeof b === 'number') {
    const quick = small(operator, a, b)
    if (Number.isSafeInteger(quick)) return quick + 0
  }
  return large(operator, BigInt(a), BigInt(b))
}

function small(operator: Operator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '//':
      return Math.floor((a - modulo(a, b)) / b)
    case '%':
      return modulo(a, b)
    default:
      return a ** b
  }
}

function large(operator: Operator, a: bigint, b: bigint): Int {
  switch (operator) {
    case '+':
      return int(a + b)
    case '-':
      return int(a - b)
    case '*':
      return int(a * b)
    case '**':
      if (a.toString().length * Number(b) > 10_000) throw new PythonError('the result is too large')
      return int(a ** b)
    default: {
      const rest = ((a % b) + b) % b
      return int(operator === '%' ? rest : (a - rest) / b)
    }
  }
}

/** Unary minus and plus. */
export function signed(operator: '-' | '+', value: unknown): unknown {
  defined(value)
  if (!isNumber(value)) throw new PythonError(`bad operand type for unary ${operator}: '${typeName(value)}'`)
  if (isFloat(value)) return float(operator === '-' ? -Number(value) : Number(value))
  const whole = wholeOf(value)
  if (operator === '+') return whole
  return typeof whole === 'number' ? 0 - whole : int(-whole)
}
