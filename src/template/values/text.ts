/** How Python writes values: str() and repr(). Pure. */

import { Float, floatText } from '../../python/number.ts'
import { entries, isDict } from './dict.ts'
import { Rolled, Special, Tuple, Unsafe, VerbatimText } from './special.ts'
import { defined, isLenient, Undefined, undefinedFailure } from './undefined.ts'

/** Python's str(). Throws for what is undefined. */
export function str(value: unknown): string {
  if (typeof value === 'string') return value
  if (isLenient(value)) return ''
  return repr(defined(value))
}

/** Python's repr(). */
export function repr(value: unknown): string {
  if (value === undefined || value === null) return 'None'
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return Number.isInteger(value) ? String(value + 0) : floatText(value)
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Float) return floatText(value.value)
  if (value instanceof Special) return value.text()
  if (value instanceof Unsafe || value instanceof VerbatimText) return quoted(value.text)
  if (value instanceof Undefined) throw undefinedFailure(value)
  if (value instanceof Tuple) return `(${[...value].map(repr).join(', ')}${value.length === 1 ? ',' : ''})`
  if (value instanceof Rolled) return value.shown ?? `${value.kind}(${list(value)})`
  if (Array.isArray(value)) return list(value)
  if (!isDict(value)) return String(value)
  return `{${[...entries(value)].map(([key, item]) => `${repr(key)}: ${repr(item)}`).join(', ')}}`
}

function list(items: readonly unknown[]): string {
  return `[${[...items].map(repr).join(', ')}]`
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** A text in Python's quotes. */
export function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replace(/[\\\n\r\t]|\p{C}|\p{Z}/gu, sign => {
    if (sign === ' ') return sign
    const known = escapes[sign]
    if (known !== undefined) return known
    const code = sign.codePointAt(0) as number
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
    return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`
  })
  return mark + (mark === "'" ? escaped.replaceAll("'", "\\'") : escaped) + mark
}
