/** JSON as Python's json module writes and reads it. Pure. */

import { Float, float, floatText, int } from '../../python/number.ts'
import { PythonError } from '../failure.ts'
import { compare } from '../values/compare.ts'
import { dict, entries, isDict, type size } from '../values/dict.ts'
import { Rolled, Special, Unsafe } from '../values/special.ts'
import { typeName } from '../values/type.ts'
import { defined } from '../values/undefined.ts'

export type JsonOptions = {
  readonly indent?: number | string | null
  readonly sortKeys?: boolean
  readonly separators?: readonly [string, string]
  readonly ensureAscii?: boolean
  readonly skipKeys?: boolean
}

export function toJson(value: unknown, options: JsonOptions = {}): string {
  const indent = options.indent ?? null
  const unit = indent === null ? null : typeof indent === 'string' ? indent : ' '.repeat(Math.max(0, Number(indent)))
  const [comma, colon] = options.separators ?? [unit === null ? ', ' : ',', ': ']
  const ascii = options.ensureAscii ?? true
  return write(value, '')

  function write(given: unknown, margin: string): string {
    defined(given)
    if (given === null || given === undefined) return 'null'
    if (typeof given === 'boolean') return String(given)
    if (typeof given === 'string') return quoteJson(given, ascii)
    if (given instanceof Unsafe) return quoteJson(given.text, ascii)
    if (typeof given === 'bigint') return String(given)
    if (typeof given === 'number' || given instanceof Float) return number(given)
    if (given instanceof Special) {
      if (given.typeName.startsWith('date')) return quoteJson(given.text().replace(' ', 'T'), ascii)
      throw new PythonError(`Object of type ${given.typeName} is not JSON serializable`)
    }
    if (Array.isArray(given)) {
      if (given instanceof Rolled) throw new PythonError(`Object of type ${given.kind} is not JSON serializable`)
      return group(
        '[',
        ']',
        given.map(item => (inner: string) => write(item, inner)),
        margin,
      )
    }
    if (isDict(given)) return group('{', '}', pairs(given), margin)
    throw new PythonError(`Object of type ${typeName(given)} is not JSON serializable`)
  }

  function pairs(given: Parameters<typeof size>[0]): ((margin: string) => string)[] {
    const all = [...entries(given)]
    if (options.sortKeys) all.sort(([a], [b]) => compare(a, b))
    return all.flatMap(([key, item]) => {
      const name = keyText(key)
      if (name === undefined && options.skipKeys) return []
      if (name === undefined) throw new PythonError(`keys must be str, int, float, bool or None, not ${typeName(key)}`)
      return [(margin: string) => quoteJson(name, ascii) + colon + write(item, margin)]
    })
  }

  function group(open: string, close: string, items: readonly ((margin: string) => string)[], margin: string): string {
    if (items.length === 0) return open + close
    if (unit === null) return open + items.map(item => item(margin)).join(comma) + close
    const inner = margin + unit
    return `${open}\n${inner}${items.map(item => item(inner)).join(`${comma}\n${inner}`)}\n${margin}${close}`
  }
}

function number(value: number | Float): string {
  if (typeof value === 'number' && Number.isInteger(value)) return String(value + 0)
  const real = Number(value)
  return Number.isNaN(real) ? 'NaN' : Number.isFinite(real) ? floatText(real) : real > 0 ? 'Infinity' : '-Infinity'
}

function keyText(key: unknown): string | undefined {
  if (typeof key === 'string') return key
  if (key === null) return 'null'
  if (typeof key === 'boolean' || typeof key === 'bigint') return String(key)
  return typeof key === 'number' || key instanceof Float ? number(key) : undefined
}

const short: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
  '\b': '\\b',
}

function quoteJson(text: string, ascii: boolean): string {
  const pattern = ascii ? /["\\\x00-\x1f]|[^\x00-\x7f]/g : /["\\\x00-\x1f]/g
  return `"${text.replace(pattern, sign => short[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`
}

const token =
  /\s*(?:([{}[\],:])|("(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)|(true|false|null|NaN|-?Infinity))/y

/** Numbers keep their type, mappings the order of their keys. Throws PythonError. */
export function fromJson(text: string): unknown {
  let at = 0
  const value = read(next())
  if (/\S/.test(text.slice(at))) throw wrong('Extra data')
  return value

  function wrong(message: string): PythonError {
    const before = text.slice(0, at).split('\n')
    return new PythonError(
      `the text is not JSON: ${message}: line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1} (char ${at})`,
    )
  }

  function next(): RegExpExecArray {
    token.lastIndex = at
    const found = token.exec(text)
    if (!found) throw wrong('Expecting value')
    at = token.lastIndex
    return found
  }

  function read([, sign, string, digits, word]: RegExpExecArray): unknown {
    if (string !== undefined) return JSON.parse(string)
    if (digits !== undefined) return /[.eE]/.test(digits) ? float(Number(digits)) : int(BigInt(digits))
    if (word !== undefined) return words[word]
    if (sign === '[') return list()
    if (sign === '{') return mapping()
    throw wrong('Expecting value')
  }

  function list(): unknown[] {
    const items: unknown[] = []
    let found = next()
    if (found[1] === ']') return items
    for (;;) {
      items.push(read(found))
      const [, sign] = next()
      if (sign === ']') return items
      if (sign !== ',') throw wrong("Expecting ',' delimiter")
      found = next()
    }
  }

  function mapping(): unknown {
    const pairs: [unknown, unknown][] = []
    let found = next()
    if (found[1] === '}') return dict(pairs)
    for (;;) {
      if (found[2] === undefined) throw wrong('Expecting property name enclosed in double quotes')
      const key: unknown = JSON.parse(found[2])
      if (next()[1] !== ':') throw wrong("Expecting ':' delimiter")
      pairs.push([key, read(next())])
      const [, sign] = next()
      if (sign === '}') return dict(pairs)
      if (sign !== ',') throw wrong("Expecting ',' delimiter")
      found = next()
    }
  }
}

const words: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  NaN: Number.NaN,
  Infinity: Infinity,
  '-Infinity': -Infinity,
}
