/** Python's literal_eval, with JSON's true, false and null: how Ansible makes lists and mappings of a template's text. Pure. */

import { unescapeText } from '../../python/escapes.ts'
import { Float, float, int, isNumber } from '../../python/number.ts'
import { signed } from './arithmetic.ts'
import { dict, entries, isDict } from './dict.ts'
import { Rolled, Tuple, tuple } from './special.ts'

/** Thrown and caught within this file. */
class NotLiteral extends Error {}

/** The value that a text is as a Python literal; undefined (of JavaScript) where it is none. */
export function literal(text: string): unknown {
  try {
    const reader = new Reader(text)
    const value = reader.value()
    return reader.isAtEnd() ? value : undefined
  } catch (error) {
    if (error instanceof NotLiteral || error instanceof RangeError) return undefined
    // An unhashable key.
    if (error instanceof Error && /unhashable/.test(error.message)) return undefined
    throw error
  }
}

const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['True', true],
  ['False', false],
  ['None', null],
  ['true', true],
  ['false', false],
  ['null', null],
])

const blank = /(?:[ \t\n\r\f]|#[^\n]*)*/y
const number =
  /0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|(?:\d[\d_]*)?\.\d[\d_]*(?:[eE][-+]?\d+)?|\d[\d_]*\.?(?:[eE][-+]?\d+)?/y
const string =
  /(?<prefix>[rRuUbB]{0,2})(?:'''(?<a>(?:[^\\]|\\[\s\S])*?)'''|"""(?<b>(?:[^\\]|\\[\s\S])*?)"""|'(?<c>(?:[^'\\\n]|\\[\s\S])*)'|"(?<d>(?:[^"\\\n]|\\[\s\S])*)")/y
const word = /[A-Za-z_]\w*/y

class Reader {
  private at = 0
  private readonly text: string
  constructor(text: string) {
    this.text = text
  }

  isAtEnd(): boolean {
    this.match(blank)
    return this.at >= this.text.length
  }

  value(): unknown {
    this.match(blank)
    const sign = this.text[this.at]
    if (sign === '[') return this.list(']')
    if (sign === '(') return this.parentheses()
    if (sign === '{') return this.mapping()
    if (sign === '-' || sign === '+') {
      this.at++
      const inner = this.value()
      if (!isNumber(inner) || typeof inner === 'boolean') throw new NotLiteral()
      return signed(sign, inner)
    }
    return this.scalar()
  }

  private scalar(): unknown {
    const quoted = this.strings()
    if (quoted !== undefined) return quoted
    const digits = this.match(number)
    if (digits !== undefined) return numberOf(digits[0].replaceAll('_', ''))
    const name = this.match(word)?.[0]
    if (name === undefined || !words.has(name)) throw new NotLiteral()
    return words.get(name)
  }

  private strings(): string | undefined {
    let found: string | undefined
    for (let next = this.match(string); next; next = this.match(string)) {
      const { prefix = '', a, b, c, d } = next.groups as Record<string, string | undefined>
      if (/b/i.test(prefix)) throw new NotLiteral()
      const body = a ?? b ?? c ?? d ?? ''
      found = (found ?? '') + (/r/i.test(prefix) ? body : unescapeText(body))
      this.match(blank)
    }
    return found
  }

  private list(close: string): unknown[] {
    this.at++
    const items: unknown[] = []
    for (;;) {
      if (this.take(close)) return items
      items.push(this.value())
      if (!this.take(',')) {
        if (this.take(close)) return items
        throw new NotLiteral()
      }
    }
  }

  private parentheses(): unknown {
    const start = this.at
    const items = this.list(')')
    const inner = this.text.slice(start, this.at)
    return items.length === 1 && !/,\s*\)$/.test(inner) ? items[0] : tuple(items)
  }

  private mapping(): unknown {
    this.at++
    const pairs: [unknown, unknown][] = []
    for (;;) {
      if (this.take('}')) return dict(pairs)
      const key = this.value()
      // A set: nothing in swk holds one.
      if (!this.take(':')) throw new NotLiteral()
      pairs.push([key, this.value()])
      if (!this.take(',')) {
        if (this.take('}')) return dict(pairs)
        throw new NotLiteral()
      }
    }
  }

  private take(sign: string): boolean {
    this.match(blank)
    if (this.text[this.at] !== sign) return false
    this.at++
    return true
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (!found) return undefined
    this.at += found[0].length
    return found
  }
}

function numberOf(digits: string): unknown {
  if (/^0[xob]/i.test(digits)) return int(BigInt(digits))
  if (/[.eE]/.test(digits)) return float(Number(digits))
  if (/^0\d*[1-9]/.test(digits)) throw new NotLiteral()
  return int(BigInt(digits))
}

/** True where the value is what literal(repr(value)) gives again, so that the detour over text can be left out. */
export function isLiteral(value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value === 'bigint') return true
  if (value instanceof Float) return Number.isFinite(value.value)
  if (value instanceof Rolled) return false
  if (value instanceof Tuple || Array.isArray(value)) return value.every(isLiteral)
  if (!isDict(value)) return false
  for (const [key, item] of entries(value)) if (!isLiteral(key) || !isLiteral(item)) return false
  return true
}
