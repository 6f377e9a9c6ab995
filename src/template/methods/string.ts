/** Methods of str. */

import { attribute, item } from '../evaluate/attribute.ts'
import { PythonError } from '../failure.ts'
import { braces } from '../format/braces.ts'
import { pad } from '../format/spec.ts'
import { type Dict, get, has, isDict } from '../values/dict.ts'
import { iterate } from '../values/iterate.ts'
import { cut, pointCount, pointIndex, points } from '../values/points.ts'
import { Tuple, tuple } from '../values/special.ts'
import { str } from '../values/text.ts'
import { typeName } from '../values/type.ts'
import { methods } from './method.ts'

type Chars = string | null
type Bound = number | null

export const stringMethods = methods<string>({
  upper: ['', self => self.toUpperCase()],
  lower: ['', self => self.toLowerCase()],
  casefold: ['', self => self.replaceAll('ß', 'ss').toLowerCase()],
  capitalize: ['', capitalize],
  title: ['', self => self.replace(/\p{L}+/gu, word => capitalize(word))],
  swapcase: [
    '',
    self =>
      points(self)
        .map(sign => (sign === sign.toUpperCase() ? sign.toLowerCase() : sign.toUpperCase()))
        .join(''),
  ],
  strip: ['chars=None', (self, chars: Chars) => stripLeft(stripRight(self, chars), chars)],
  lstrip: ['chars=None', (self, chars: Chars) => stripLeft(self, chars)],
  rstrip: ['chars=None', (self, chars: Chars) => stripRight(self, chars)],
  removeprefix: ['prefix', (self, prefix: string) => (self.startsWith(prefix) ? self.slice(prefix.length) : self)],
  removesuffix: [
    'suffix',
    (self, suffix: string) => (suffix !== '' && self.endsWith(suffix) ? self.slice(0, -suffix.length) : self),
  ],
  split: ['sep=None, maxsplit=-1', (self, separator: Chars, most: number) => split(self, separator, most)],
  rsplit: ['sep=None, maxsplit=-1', (self, separator: Chars, most: number) => splitRight(self, separator, most)],
  splitlines: ['keepends=False', (self, keep: boolean) => splitLines(self, keep)],
  partition: [
    'sep',
    (self, separator: string) => partition(self, separator, self.indexOf(separated(separator)), false),
  ],
  rpartition: [
    'sep',
    (self, separator: string) => partition(self, separator, self.lastIndexOf(separated(separator)), true),
  ],
  join: ['iterable', (self, items: unknown) => joinTexts(self, items)],
  replace: ['old, new, count=-1', (self, old: unknown, by: unknown, count: number) => replace(self, old, by, count)],
  startswith: [
    'prefix, start=None, end=None',
    (self, prefix: unknown, start: Bound, end: Bound) => affix(self, prefix, start, end, 'startsWith'),
  ],
  endswith: [
    'suffix, start=None, end=None',
    (self, suffix: unknown, start: Bound, end: Bound) => affix(self, suffix, start, end, 'endsWith'),
  ],
  find: ['sub, start=None, end=None', (self, part: string, start: Bound, end: Bound) => find(self, part, start, end)],
  rfind: [
    'sub, start=None, end=None',
    (self, part: string, start: Bound, end: Bound) => find(self, part, start, end, true),
  ],
  index: [
    'sub, start=None, end=None',
    (self, part: string, start: Bound, end: Bound) => found(find(self, part, start, end)),
  ],
  rindex: [
    'sub, start=None, end=None',
    (self, part: string, start: Bound, end: Bound) => found(find(self, part, start, end, true)),
  ],
  count: [
    'sub, start=None, end=None',
    (self, part: string, start: Bound, end: Bound) => count(range(self, start, end).text, part),
  ],
  center: ['width, fillchar=" "', (self, width: number, fill: string) => center(self, width, fill)],
  ljust: ['width, fillchar=" "', (self, width: number, fill: string) => pad(self, width, fill, '<')],
  rjust: ['width, fillchar=" "', (self, width: number, fill: string) => pad(self, width, fill, '>')],
  zfill: ['width', (self, width: number) => zeroFill(self, width)],
  expandtabs: ['tabsize=8', (self, size: number) => expandTabs(self, size)],
  format: [
    '*args, **kwargs',
    (self, args: readonly unknown[], keywords: ReadonlyMap<string, unknown>) =>
      braces(self, { args, keywords, attribute, item }),
  ],
  format_map: [
    'mapping',
    (self, mapping: Dict) => braces(self, { args: [], keywords: keysAsText(mapping), attribute, item }),
  ],
  isalpha: ['', self => /^\p{L}+$/u.test(self)],
  isdigit: ['', self => /^[\p{Nd}¹²³⁰-⁹₀-₉]+$/u.test(self)],
  isdecimal: ['', self => /^\p{Nd}+$/u.test(self)],
  isnumeric: ['', self => /^\p{N}+$/u.test(self)],
  isalnum: ['', self => /^[\p{L}\p{N}]+$/u.test(self)],
  isspace: ['', self => /^[\s\x1c-\x1f\x85]+$/.test(self)],
  islower: ['', self => /\p{L}/u.test(self) && self === self.toLowerCase() && self !== self.toUpperCase()],
  isupper: ['', self => /\p{L}/u.test(self) && self === self.toUpperCase() && self !== self.toLowerCase()],
  istitle: [
    '',
    self => /\p{Lu}/u.test(self) && [...self.matchAll(/\p{L}+/gu)].every(([word]) => /^\p{Lu}\P{Lu}*$/u.test(word)),
  ],
  isascii: ['', self => /^[\x00-\x7f]*$/.test(self)],
  isidentifier: ['', self => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(self)],
  isprintable: ['', self => !/[\p{C}\p{Zl}\p{Zp}]/u.test(self) && !/[^\S ]/.test(self)],
  encode: [
    'encoding="utf-8", errors="strict"',
    () => {
      throw new PythonError('bytes are not supported in templates', { hint: 'for base64 write: x | b64encode' })
    },
  ],
  translate: ['table', (self, table: unknown) => translate(self, table)],
})

export function capitalize(text: string): string {
  const [first = '', ...rest] = points(text)
  return capital(first) + rest.join('').toLowerCase()
}

/** A letter at the head of a word: only the first of two, where it becomes two (ß). */
function capital(sign: string): string {
  const [first = '', ...more] = points(sign.toUpperCase())
  return first + more.join('').toLowerCase()
}

const blank = /[\s\x1c-\x1f\x85]/

function isStripped(chars: Chars): (sign: string) => boolean {
  if (chars === null) return sign => blank.test(sign)
  if (typeof chars !== 'string') throw new PythonError('strip arg must be None or str')
  const set = new Set(points(chars))
  return sign => set.has(sign)
}

export function stripLeft(text: string, chars: Chars): string {
  const strip = isStripped(chars)
  const signs = points(text)
  const start = signs.findIndex(sign => !strip(sign))
  return start < 0 ? '' : signs.slice(start).join('')
}

export function stripRight(text: string, chars: Chars): string {
  const strip = isStripped(chars)
  const signs = points(text)
  return signs.slice(0, signs.findLastIndex(sign => !strip(sign)) + 1).join('')
}

function separated(separator: unknown): string {
  if (typeof separator !== 'string') throw new PythonError(`must be str or None, not ${typeName(separator)}`)
  if (separator === '') throw new PythonError('empty separator')
  return separator
}

export function split(text: string, separator: Chars, most = -1): string[] {
  if (separator === null) {
    const words: string[] = []
    let rest = stripLeft(text, null)
    while (rest !== '') {
      const end = most >= 0 && words.length >= most ? -1 : rest.search(blank)
      if (end < 0) {
        words.push(most >= 0 && words.length >= most ? stripRight(rest, null) : rest)
        break
      }
      words.push(rest.slice(0, end))
      rest = stripLeft(rest.slice(end), null)
    }
    return words
  }
  const parts = text.split(separated(separator))
  return most >= 0 && parts.length > most + 1 ? [...parts.slice(0, most), parts.slice(most).join(separator)] : parts
}

function splitRight(text: string, separator: Chars, most: number): string[] {
  if (most < 0) return split(text, separator)
  if (separator === null) {
    const turned = split(points(text).reverse().join(''), null, most)
    return turned.map(word => points(word).reverse().join('')).reverse()
  }
  const parts = text.split(separated(separator))
  const extra = parts.length - most
  return extra > 1 ? [parts.slice(0, extra).join(separator), ...parts.slice(extra)] : parts
}

export function splitLines(text: string, keep = false): string[] {
  const lines = text.match(/[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)/g) ?? []
  if (lines.at(-1) === '') lines.pop()
  return keep ? lines : lines.map(line => line.replace(/(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])$/, ''))
}

function partition(text: string, separator: string, at: number, right: boolean): Tuple {
  if (at < 0) return tuple(right ? ['', '', text] : [text, '', ''])
  return tuple([text.slice(0, at), separator, text.slice(at + separator.length)])
}

function joinTexts(separator: string, items: unknown): string {
  return iterate(items)
    .map((part, i) => {
      if (typeof part === 'string') return part
      str(part)
      throw new PythonError(`sequence item ${i}: expected str instance, ${typeName(part)} found`, {
        hint: "use the filter join: x | join(',')",
      })
    })
    .join(separator)
}

export function replace(text: string, old: unknown, by: unknown, count: number): string {
  if (typeof old !== 'string' || typeof by !== 'string')
    throw new PythonError(`replace() argument must be str, not ${typeName(typeof old === 'string' ? by : old)}`)
  if (count < 0)
    return old === ''
      ? by +
          points(text)
            .map(sign => sign + by)
            .join('')
      : text.replaceAll(old, () => by)
  let left = count
  if (old === '') {
    const signs = points(text)
    return signs.reduce((made, sign) => made + (left-- > 0 ? by : '') + sign, '') + (left > 0 ? by : '')
  }
  return text.split(old).reduce((made, part, i) => (i === 0 ? part : made + (left-- > 0 ? by : old) + part), '')
}

function range(text: string, start: Bound, end: Bound): { text: string; offset: number } {
  const length = pointCount(text)
  const at = (value: Bound, usual: number) => (value === null ? usual : value < 0 ? Math.max(0, length + value) : value)
  const from = at(start, 0)
  return { text: cut(text, from, Math.max(from, at(end, length))), offset: from > length ? -1 : from }
}

function affix(text: string, given: unknown, start: Bound, end: Bound, how: 'startsWith' | 'endsWith'): boolean {
  const { text: part } = range(text, start, end)
  const all = given instanceof Tuple ? [...given] : [given]
  return all.some(one => {
    if (typeof one !== 'string')
      throw new PythonError(`${how.toLowerCase()} first arg must be str or a tuple of str, not ${typeName(one)}`)
    return part[how](one)
  })
}

function find(text: string, part: unknown, start: Bound, end: Bound, last = false): number {
  if (typeof part !== 'string') throw new PythonError(`must be str, not ${typeName(part)}`)
  const { text: inner, offset } = range(text, start, end)
  if (offset < 0) return -1
  const at = pointIndex(inner, last ? inner.lastIndexOf(part) : inner.indexOf(part))
  return at < 0 ? -1 : at + offset
}

function found(at: number): number {
  if (at < 0) throw new PythonError('substring not found')
  return at
}

function count(text: string, part: unknown): number {
  if (typeof part !== 'string') throw new PythonError(`must be str, not ${typeName(part)}`)
  return part === '' ? pointCount(text) + 1 : text.split(part).length - 1
}

/** Python puts an odd blank to the left where the width is odd. */
export function center(text: string, width: number, fill = ' '): string {
  const missing = width - pointCount(text)
  if (missing <= 0) return text
  const left = (missing >> 1) + (missing & width & 1)
  return fill.repeat(left) + text + fill.repeat(missing - left)
}

function zeroFill(text: string, width: number): string {
  const missing = width - pointCount(text)
  if (missing <= 0) return text
  const sign = /^[-+]/.exec(text)?.[0] ?? ''
  return sign + '0'.repeat(missing) + text.slice(sign.length)
}

function expandTabs(text: string, size: number): string {
  let column = 0
  return points(text)
    .map(sign => {
      if (sign === '\n' || sign === '\r') column = 0
      else if (sign === '\t') {
        const blanks = size > 0 ? size - (column % size) : 0
        column += blanks
        return ' '.repeat(blanks)
      } else column++
      return sign
    })
    .join('')
}

function keysAsText(mapping: Dict): Map<string, unknown> {
  return new Map(
    [...(mapping instanceof Map ? mapping : new Map(Object.entries(mapping)))].map(([key, value]) => [str(key), value]),
  )
}

function translate(text: string, table: unknown): string {
  if (!isDict(table)) throw new PythonError('translate() takes a mapping')
  return points(text)
    .map(sign => {
      const code = sign.codePointAt(0)
      if (!has(table, code)) return sign
      const to = get(table, code)
      return to === null ? '' : typeof to === 'number' ? String.fromCodePoint(to) : str(to)
    })
    .join('')
}
