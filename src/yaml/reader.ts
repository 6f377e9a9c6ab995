/** Reads typed values out of YAML data; what is wrong is collected, with its place, and undefined is given instead. */
import type { Collector } from '../errors/collect.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import { Float } from '../python/number.ts'
import { Unsafe } from '../python/unsafe.ts'
import { Secret } from '../secret/index.ts'
import type { Location } from './location.ts'
import type { Source } from './source.ts'

type Fault = Omit<Diagnostic, 'place'> & { readonly at?: 'key' | 'value' }

export class Reader {
  readonly source: Source
  readonly path: Location
  readonly value: unknown
  readonly problems: Collector

  constructor(source: Source, problems: Collector, value: unknown, path: Location) {
    this.source = source
    this.problems = problems
    this.value = value
    this.path = path
  }

  /** The whole document. */
  static of(source: Source, problems: Collector): Reader {
    return new Reader(source, problems, source.data, [])
  }

  /** The value of a key or an item of a list. */
  at(step: string | number): Reader {
    const holder = recordOf(this.value) as Record<string | number, unknown>
    return new Reader(this.source, this.problems, holder[step], [...this.path, step])
  }

  has(key: string): boolean {
    return isRecord(this.value) && Object.hasOwn(recordOf(this.value) as object, key)
  }

  fail({ at = 'value', ...fault }: Fault): undefined {
    this.problems.add({ ...fault, place: this.source.place(this.path, at) })
    return undefined
  }

  wrongType(what: string, expected: string, hint?: string): undefined {
    const found = describe(this.value)
    return this.fail({
      code: 'wrong-type',
      message: `${what} must be ${expected}.`,
      found,
      expected,
      ...(hint ? { hint } : {}),
    })
  }

  /** `what` names the value for people: "`hosts`". */
  text(what: string): string | undefined {
    if (typeof this.value === 'string') return this.value
    if (typeof this.value === 'number') return String(this.value)
    return this.wrongType(what, 'text')
  }

  /** A boolean, or one of Ansible's words for one in quotes. A template would have to be known before contact. */
  flag(what: string): boolean | undefined {
    if (typeof this.value === 'boolean') return this.value
    const word = typeof this.value === 'string' ? this.value.toLowerCase() : ''
    if (/^(?:yes|true|on)$/.test(word)) return true
    if (/^(?:no|false|off)$/.test(word)) return false
    if (word.includes('{{'))
      return this.fail({
        code: 'not-supported',
        message: `${what} cannot be a template yet.`,
        found: describe(this.value),
        expected: 'yes or no',
      })
    return this.wrongType(what, 'yes or no')
  }

  /** A mapping, with the readers of its entries. */
  entries(what: string): [string, Reader][] | undefined {
    if (!isRecord(this.value)) return this.wrongType(what, 'a mapping')
    return Object.keys(recordOf(this.value) as object).map(key => [key, this.at(key)])
  }

  items(what: string, hint?: string): Reader[] | undefined {
    if (!Array.isArray(this.value)) return this.wrongType(what, 'a list', hint)
    return this.value.map((_, i) => this.at(i))
  }

  /** A text or a list of texts. */
  texts(what: string): string[] {
    const readers = Array.isArray(this.value) ? this.value.map((_, i) => this.at(i)) : [this]
    return readers.flatMap(reader => reader.text(Array.isArray(this.value) ? `Each item of ${what}` : what) ?? [])
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return !(value instanceof Float || value instanceof Unsafe || value instanceof Secret)
}

/** A mapping that holds keys which no object keeps in order, as an object all the same. */
export function recordOf(value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries([...value].map(([key, item]) => [String(key), item])) : value
}

/** A value as an error shows it: short, with its type where the text alone could mislead. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (value instanceof Secret) return 'an encrypted value'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (isRecord(value))
    return `a mapping with ${
      Object.keys(recordOf(value) as object)
        .slice(0, 3)
        .join(', ') || 'no keys'
    }`
  if (typeof value === 'string')
    return `the text ${JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)}`
  return typeof value === 'number' ? `the number ${value}` : value ? 'yes (true)' : 'no (false)'
}
