/** YAML as PyYAML with libyaml writes it, which is what Ansible's to_yaml and to_nice_yaml give. */

import { Float, floatText } from '../../python/number.ts'
import { PythonError } from '../failure.ts'
import { compare } from '../values/compare.ts'
import { type Dict, entries, isDict, size } from '../values/dict.ts'
import { Rolled, Unsafe } from '../values/special.ts'
import { truth } from '../values/truth.ts'
import { typeName } from '../values/type.ts'
import { defined } from '../values/undefined.ts'
import { analyseScalar, escapeSign, styleOf } from './yaml-scalar.ts'

export const yamlParameters =
  'indent=None, width=None, sort_keys=True, explicit_start=False, explicit_end=False, default_style=None'

/** `options`: the values of yamlParameters in their order; `indent` wins over the one among them. */
export function toYaml(value: unknown, flow: unknown, indent: unknown, options: readonly unknown[]): string {
  const [ownIndent, width, sort, start, end, style] = options
  const step = Number(indent ?? ownIndent ?? 2)
  const best = step > 1 && step < 10 ? step : 2
  const given = Number(width ?? 80)
  const writer = new Writer({
    flow: flow === null ? null : truth(flow),
    indent: best,
    width: given > best * 2 ? given : 80,
    sort: truth(sort),
    style: (style ?? null) as string | null,
  })
  return writer.document(value, truth(start), truth(end))
}

type Options = {
  readonly flow: boolean | null
  readonly indent: number
  readonly width: number
  readonly sort: boolean
  readonly style: string | null
}

type Position = { readonly inMapping?: boolean; readonly isKey?: boolean }

class Writer {
  private out = ''
  private column = 0
  private isBlank = true
  private isIndent = true
  private indent: number | null = null
  private flowLevel = 0
  private readonly options: Options

  constructor(options: Options) {
    this.options = options
  }

  document(value: unknown, start: boolean, end: boolean): string {
    if (start) this.indicator('---', true)
    this.node(value, {})
    if (this.column > 0) this.lineBreak()
    if (end) this.out += '...\n'
    return this.out
  }

  private node(value: unknown, position: Position): void {
    defined(value)
    if (value instanceof Rolled) throw new PythonError(`to_yaml cannot represent an object of type ${value.kind}`)
    if (Array.isArray(value)) {
      const flow =
        this.flowLevel > 0 || value.length === 0 || (this.options.flow ?? value.every(item => this.isPlain(item)))
      if (flow)
        this.flowGroup(
          '[',
          ']',
          value.map(item => () => this.node(item, {})),
        )
      else this.blockSequence(value, position)
      return
    }
    if (typeof value !== 'string' && isDict(value)) {
      const pairs = this.pairs(value)
      const flow =
        this.flowLevel > 0 ||
        size(value) === 0 ||
        (this.options.flow ?? pairs.every(([key, item]) => this.isPlain(key) && this.isPlain(item)))
      if (!flow) this.blockMapping(pairs)
      else
        this.flowGroup(
          '{',
          '}',
          pairs.map(pair => () => this.flowPair(pair)),
        )
      return
    }
    this.scalar(value, position)
  }

  /** A scalar without a style of its own: a collection of such is written in one line. */
  private isPlain(value: unknown): boolean {
    return (
      !Array.isArray(value) && (typeof value !== 'object' || value === null || value instanceof Float || !isDict(value))
    )
  }

  private pairs(value: Dict): [unknown, unknown][] {
    const pairs = [...entries(value)]
    if (!this.options.sort) return pairs
    try {
      return pairs.toSorted(([a], [b]) => compare(a, b))
    } catch (error) {
      if (error instanceof PythonError) return pairs
      throw error
    }
  }

  private within(flow: boolean, indentless: boolean, work: () => void): void {
    const before = this.indent
    if (before === null) this.indent = flow ? this.options.indent : 0
    else if (!indentless) this.indent = before + this.options.indent
    work()
    this.indent = before
  }

  private blockSequence(items: readonly unknown[], { inMapping = false }: Position): void {
    this.within(false, inMapping && !this.isIndent, () => {
      for (const item of items) {
        this.writeIndent()
        this.indicator('-', true, false, true)
        this.node(item, {})
      }
    })
  }

  private blockMapping(pairs: readonly [unknown, unknown][]): void {
    this.within(false, false, () => {
      for (const [key, item] of pairs) {
        this.writeIndent()
        if (isSimpleKey(key)) {
          this.node(key, { inMapping: true, isKey: true })
          this.indicator(':', false)
        } else {
          this.indicator('?', true, false, true)
          this.node(key, { inMapping: true })
          this.writeIndent()
          this.indicator(':', true, false, true)
        }
        this.node(item, { inMapping: true })
      }
    })
  }

  private flowGroup(open: string, close: string, items: readonly (() => void)[]): void {
    this.indicator(open, true, true)
    this.flowLevel++
    this.within(true, false, () => {
      for (const [i, write] of items.entries()) {
        if (i > 0) this.indicator(',', false)
        if (this.column > this.options.width) this.writeIndent()
        write()
      }
    })
    this.flowLevel--
    this.indicator(close, false)
  }

  private flowPair([key, item]: [unknown, unknown]): void {
    if (isSimpleKey(key)) {
      this.node(key, { inMapping: true, isKey: true })
      this.indicator(':', false)
    } else {
      this.indicator('?', true)
      this.node(key, { inMapping: true })
      this.indicator(':', true)
    }
    this.node(item, { inMapping: true })
  }

  private scalar(value: unknown, { isKey = false }: Position): void {
    const wrapped = this.indent
    if (wrapped === null) this.indent = this.options.indent
    else this.indent = wrapped + this.options.indent
    const text = value instanceof Unsafe ? value.text : value
    if (typeof text === 'string') this.text(text, isKey)
    else this.plain(plainText(text), !isKey)
    this.indent = wrapped
  }

  private text(text: string, isKey: boolean): void {
    const style = styleOf(text, this.flowLevel > 0, isKey, this.options.style)
    if (style === 'plain') this.plain(text, !isKey)
    else if (style === 'single') this.single(text, !isKey)
    else this.double(text, !isKey)
  }

  private plain(text: string, mayBreak: boolean): void {
    if (text === '') return
    if (!this.isBlank) this.write(' ')
    this.isBlank = false
    this.isIndent = false
    for (const part of text.match(/ +|[^ ]+/g) ?? []) {
      if (part === ' ' && this.column > this.options.width && mayBreak) {
        this.writeIndent()
        this.isBlank = false
        this.isIndent = false
      } else this.write(part)
    }
  }

  private single(text: string, mayBreak: boolean): void {
    this.indicator("'", true)
    const parts = text.match(/ +|[\n\x85\u2028\u2029]+|[^ \n\x85\u2028\u2029]+/g) ?? []
    for (const [i, part] of parts.entries()) {
      if (part === ' ' && this.column > this.options.width && mayBreak && i > 0 && i < parts.length - 1)
        this.writeIndent()
      else if (/^[\n\x85\u2028\u2029]/.test(part)) {
        if (part.startsWith('\n')) this.lineBreak()
        for (const sign of part) this.lineBreak(sign === '\n' ? '\n' : sign)
        this.writeIndent()
      } else this.write(part.replaceAll("'", "''"))
    }
    this.indicator("'", false)
  }

  private double(text: string, mayBreak: boolean): void {
    this.indicator('"', true)
    const signs = [...text]
    for (const [i, sign] of signs.entries()) {
      const mayFold = sign === ' ' && signs[i - 1] !== ' ' && i > 0 && i < signs.length - 1
      if (mayFold && mayBreak && this.column > this.options.width) {
        this.writeIndent()
        if (signs[i + 1] === ' ') this.write('\\')
      } else this.write(escapeSign(sign))
    }
    this.indicator('"', false)
  }

  private write(text: string): void {
    this.out += text
    this.column += [...text].length
  }

  private indicator(sign: string, needsBlank: boolean, isBlank = false, isIndent = false): void {
    this.write(this.isBlank || !needsBlank ? sign : ` ${sign}`)
    this.isBlank = isBlank
    this.isIndent &&= isIndent
  }

  private writeIndent(): void {
    const indent = this.indent ?? 0
    if (!this.isIndent || this.column > indent || (this.column === indent && !this.isBlank)) this.lineBreak()
    if (this.column < indent) {
      this.isBlank = true
      this.write(' '.repeat(indent - this.column))
    }
  }

  private lineBreak(sign = '\n'): void {
    this.isBlank = true
    this.isIndent = true
    this.column = 0
    this.out += sign
  }
}

function isSimpleKey(key: unknown): boolean {
  if (Array.isArray(key)) return key.length === 0
  if (typeof key !== 'string') return true
  const { isEmpty, isMultiline } = analyseScalar(key)
  return [...key].length < 128 && !isEmpty && !isMultiline
}

function plainText(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value === 'number' && Number.isInteger(value)) return String(value)
  if (typeof value === 'number' || value instanceof Float) {
    const number = Number(value)
    if (Number.isNaN(number)) return '.nan'
    if (!Number.isFinite(number)) return number > 0 ? '.inf' : '-.inf'
    const text = floatText(number)
    return text.includes('.') ? text : text.replace('e', '.0e')
  }
  throw new PythonError(`to_yaml cannot represent an object of type ${typeName(value)}`)
}
