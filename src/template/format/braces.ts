/** Python's `'{} {name!r:>8}'.format(...)`. Pure. */
import { PythonError } from '../failure.ts'
import { repr, str } from '../values/text.ts'
import { formatValue } from './spec.ts'

export type Lookup = {
  readonly args: readonly unknown[]
  readonly keywords: ReadonlyMap<string, unknown>
  /** `a.b` and `a[b]` within a field. */
  attribute(value: unknown, name: string): unknown
  item(value: unknown, key: unknown): unknown
}

export function braces(format: string, lookup: Lookup): string {
  const counter = { next: 0 }
  return expand(format, lookup, counter)
}

function expand(format: string, lookup: Lookup, counter: { next: number }): string {
  let result = ''
  let at = 0
  while (at < format.length) {
    const sign = format[at] as string
    if ((sign === '{' || sign === '}') && format[at + 1] === sign) {
      result += sign
      at += 2
    } else if (sign === '}') throw new PythonError("Single '}' encountered in format string")
    else if (sign === '{') {
      const end = closing(format, at)
      result += field(format.slice(at + 1, end), lookup, counter)
      at = end + 1
    } else {
      result += sign
      at++
    }
  }
  return result
}

function closing(format: string, start: number): number {
  let depth = 0
  for (let at = start; at < format.length; at++) {
    if (format[at] === '{') depth++
    if (format[at] === '}' && --depth === 0) return at
  }
  throw new PythonError("expected '}' before end of string")
}

function field(text: string, lookup: Lookup, counter: { next: number }): string {
  const [, name = '', conversion, specification = ''] = /^([^!:]*)(?:!([rsa]))?(?::([\s\S]*))?$/u.exec(text) ?? []
  if (/^[^!:]*!/.test(text) && conversion === undefined)
    throw new PythonError('expected a conversion (!r or !s) in a format')
  const value = resolve(name, lookup, counter)
  const shown = conversion === undefined ? value : conversion === 's' ? str(value) : repr(value)
  return formatValue(shown, expand(specification, lookup, counter))
}

function resolve(name: string, lookup: Lookup, counter: { next: number }): unknown {
  const [root = ''] = /^[^.[]*/.exec(name) ?? []
  let value: unknown
  if (root === '' || /^\d+$/.test(root)) {
    const index = root === '' ? counter.next++ : Number(root)
    if (index >= lookup.args.length)
      throw new PythonError(`Replacement index ${index} out of range for positional args tuple`)
    value = lookup.args[index]
  } else {
    if (!lookup.keywords.has(root)) throw new PythonError(`the format names ${root}, and no argument is called so`)
    value = lookup.keywords.get(root)
  }
  for (const [, attribute, item] of name.slice(root.length).matchAll(/\.([^.[]+)|\[([^\]]*)\]/g))
    value =
      attribute !== undefined
        ? lookup.attribute(value, attribute)
        : lookup.item(value, /^\d+$/.test(item ?? '') ? Number(item) : item)
  return value
}
