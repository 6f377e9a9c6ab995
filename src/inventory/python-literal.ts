/** Values of an INI inventory: Python literals as `ast.literal_eval` reads them; all other text stays text. */
import { unescapeText } from '../python/escapes.ts'

/** The value of a literal; the text itself where it is none. Sets and tuples are lists, bytes are text. */
export function readLiteral(text: string): unknown {
  const found = new Parser(text).whole()
  return found === undefined ? text : found.value
}

type Found = { readonly value: unknown }

const names: Readonly<Record<string, unknown>> = { True: true, False: false, None: null }

class Parser {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): Found | undefined {
    // A comment may follow, as in any Python text.
    const end = /\s*(?:#.*)?$/y
    const found = this.#value()
    if (found === undefined || this.#take(end) !== undefined) return found
    if (this.#take(/\s*,/y) === undefined) return undefined
    const rest = this.#list(end)
    return rest && { value: [found.value, ...(rest.value as unknown[])] }
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match === null) return undefined
    this.#at += match[0].length
    return match[1] ?? match[0]
  }

  #value(): Found | undefined {
    this.#take(/\s*/y)
    const name = this.#take(/(True|False|None)(?![\w'"])/y)
    if (name !== undefined) return { value: names[name] }
    return this.#number() ?? this.#strings() ?? this.#collection()
  }

  #number(): Found | undefined {
    const start = this.#at
    const sign = this.#take(/[+-]\s*/y)
    const number =
      this.#take(/0[xX](?:_?[0-9a-fA-F])+(?!\w)/y) ??
      this.#take(/0[oO](?:_?[0-7])+(?!\w)/y) ??
      this.#take(/0[bB](?:_?[01])+(?!\w)/y) ??
      this.#take(/(?:\d(?:_?\d)*)?\.\d(?:_?\d)*(?:[eE][+-]?\d+)?(?![\w.])/y) ??
      this.#take(/\d(?:_?\d)*\.?[eE][+-]?\d+(?![\w.])/y) ??
      this.#take(/\d(?:_?\d)*\.(?![\w.])/y) ??
      // Python refuses a leading zero: then it is text.
      this.#take(/(?:0(?:_?0)*|[1-9](?:_?\d)*)(?![\w.])/y)
    if (number === undefined) {
      this.#at = start
      return undefined
    }
    const value = Number(number.replaceAll('_', ''))
    // Larger than what a number holds exactly: its digits count.
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) return { value: this.#text.slice(start, this.#at) }
    return { value: sign?.startsWith('-') ? -value : value }
  }

  /** Strings next to each other are one. */
  #strings(): Found | undefined {
    let value: string | undefined
    for (let part = this.#string(); part !== undefined; part = this.#string()) value = (value ?? '') + part
    return value === undefined ? undefined : { value }
  }

  #string(): string | undefined {
    const start = this.#at
    this.#take(/\s*/y)
    const prefix = this.#take(/(?:[rR][bB]?|[bB][rR]?|[uU])?(?=['"])/y)
    const body =
      prefix === undefined
        ? undefined
        : (this.#take(/'''((?:[^\\]|\\[\s\S])*?)'''/y) ??
          this.#take(/"""((?:[^\\]|\\[\s\S])*?)"""/y) ??
          this.#take(/'((?:[^'\\\n]|\\[\s\S])*)'/y) ??
          this.#take(/"((?:[^"\\\n]|\\[\s\S])*)"/y))
    if (body === undefined || prefix === undefined) {
      this.#at = start
      return undefined
    }
    return /r/i.test(prefix) ? body : unescapeText(body)
  }

  #collection(): Found | undefined {
    const open = this.#take(/[[({]/y)
    if (open === '[') return this.#list(/\s*\]/y)
    if (open === '(') return this.#tuple()
    return open === '{' ? this.#braces() : undefined
  }

  #list(end: RegExp): Found | undefined {
    const items: unknown[] = []
    while (this.#take(end) === undefined) {
      const item = this.#value()
      if (item === undefined) return undefined
      items.push(item.value)
      if (this.#take(/\s*,/y) === undefined) return this.#take(end) === undefined ? undefined : { value: items }
    }
    return { value: items }
  }

  /** `(1)` is 1, `(1,)` a tuple. */
  #tuple(): Found | undefined {
    const start = this.#at
    const one = this.#value()
    if (one !== undefined && this.#take(/\s*\)/y) !== undefined) return one
    this.#at = start
    return this.#list(/\s*\)/y)
  }

  #braces(): Found | undefined {
    const start = this.#at
    const entries: [string, unknown][] = []
    while (this.#take(/\s*\}/y) === undefined) {
      const key = this.#value()
      if (key === undefined) return undefined
      if (this.#take(/\s*:/y) === undefined) {
        this.#at = start
        return this.#list(/\s*\}/y)
      }
      const item = this.#value()
      if (item === undefined) return undefined
      entries.push([String(key.value), item.value])
      if (this.#take(/\s*,/y) === undefined)
        return this.#take(/\s*\}/y) === undefined ? undefined : { value: Object.fromEntries(entries) }
    }
    return { value: Object.fromEntries(entries) }
  }
}
