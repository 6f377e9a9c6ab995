/** Filters over texts. */
import { plugins } from '../evaluate/context.ts'
import { PythonError } from '../failure.ts'
import { percent } from '../format/percent.ts'
import { capitalize, center, replace, split, splitLines, stripLeft, stripRight } from '../methods/string.ts'
import { entries, isDict } from '../values/dict.ts'
import { isIterable, iterate } from '../values/iterate.ts'
import { pointCount, points } from '../values/points.ts'
import { tuple } from '../values/special.ts'
import { str } from '../values/text.ts'
import { truth } from '../values/truth.ts'
import { typeName } from '../values/type.ts'
import { defined, Undefined } from '../values/undefined.ts'
import { comment } from './comment.ts'
import { text } from './plain-text.ts'
import { wordWrap } from './wrap.ts'

export const textFilters = plugins({
  capitalize: ['s', (value: unknown) => capitalize(str(value))],
  center: ['value, width=80', (value: unknown, width: number) => center(str(value), width)],
  upper: ['s', (value: unknown) => str(value).toUpperCase()],
  lower: ['s', (value: unknown) => str(value).toLowerCase()],
  title: ['s', title],
  string: ['object', str],
  trim: [
    'value, chars=None',
    (value: unknown, chars: string | null) => stripLeft(stripRight(str(value), chars), chars),
  ],
  replace: [
    's, old, new, count=None',
    (value: unknown, old: unknown, by: unknown, count: number | null) =>
      replace(str(value), str(old), str(by), count ?? -1),
  ],
  split: [
    'value, sep=None, maxsplit=-1',
    (value: unknown, separator: string | null, most: number) => split(text(value, 'split'), separator, most),
  ],
  indent: ['s, width=4, first=False, blank=False', indent],
  truncate: ['s, length=255, killwords=False, end="...", leeway=None', truncate],
  wordwrap: [
    's, width=79, break_long_words=True, wrapstring=None, break_on_hyphens=True',
    (value: unknown, width: number, long: unknown, between: string | null, hyphens: unknown) =>
      wordWrap(text(value, 'wordwrap'), width, truth(long), between ?? '\n', truth(hyphens)),
  ],
  wordcount: ['s', (value: unknown) => str(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0],
  striptags: ['value', stripTags],
  format: ['value, *args, **kwargs', format],
  escape: ['s', escapeHtml],
  e: ['s', escapeHtml],
  forceescape: ['value', escapeHtml],
  safe: ['value', str],
  xmlattr: ['d, autospace=True', xmlAttributes],
  urlencode: ['value', urlEncode],
  quote: ['a', (value: unknown) => shellQuote(value === null ? '' : str(value))],
  comment: ['text, style="plain", **kw', comment],
})

/** As Python's shlex.quote writes it. */
function shellQuote(value: string): string {
  if (value !== '' && /^[\w@%+=:,./-]*$/.test(value)) return value
  return `'${value.replaceAll("'", `'"'"'`)}'`
}

function title(value: unknown): string {
  return str(value)
    .split(/([-\s({[<]+)/)
    .map(word => {
      const [first = '', ...rest] = points(word)
      return first.toUpperCase() + rest.join('').toLowerCase()
    })
    .join('')
}

function indent(value: unknown, width: unknown, first: unknown, blank: unknown): string {
  const margin = typeof width === 'string' ? width : ' '.repeat(Number(width))
  const lines = splitLines(`${text(value, 'indent')}\n`)
  const inner = lines.map((line, i) => (i === 0 || (line === '' && !truth(blank)) ? line : margin + line)).join('\n')
  return truth(first) ? margin + inner : inner
}

function truncate(value: unknown, length: number, killWords: unknown, end: string, leeway: number | null): string {
  const given = text(value, 'truncate')
  const signs = points(given)
  if (length < pointCount(end)) throw new PythonError(`expected length >= ${pointCount(end)}, got ${length}`)
  if ((leeway ?? 5) < 0) throw new PythonError(`expected leeway >= 0, got ${leeway}`)
  if (signs.length <= length + (leeway ?? 5)) return given
  const cut = signs.slice(0, length - pointCount(end)).join('')
  if (truth(killWords)) return cut + end
  const blank = cut.lastIndexOf(' ')
  return (blank < 0 ? cut : cut.slice(0, blank)) + end
}

function stripTags(value: unknown): string {
  const without = str(value)
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<[^>]*>/g, '')
  return unescapeHtml(split(without, null).join(' '))
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

function unescapeHtml(value: string): string {
  return value.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return entities[name] ?? whole
    return String.fromCodePoint(decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal))
  })
}

function format(value: unknown, args: readonly unknown[], keywords: ReadonlyMap<string, unknown>): string {
  if (args.length > 0 && keywords.size > 0)
    throw new PythonError("can't handle positional and keyword arguments at the same time")
  return percent(str(value), keywords.size > 0 ? keywords : tuple(args))
}

function escapeHtml(value: unknown): string {
  return str(value)
    .replaceAll('&', '&amp;')
    .replaceAll('>', '&gt;')
    .replaceAll('<', '&lt;')
    .replaceAll("'", '&#39;')
    .replaceAll('"', '&#34;')
}

function xmlAttributes(value: unknown, space: unknown): string {
  defined(value)
  if (!isDict(value)) throw new PythonError(`'${typeName(value)}' object has no attribute 'items'`)
  const pairs = [...entries(value)].filter(([, item]) => item !== null && !(item instanceof Undefined))
  const made = pairs.map(([key, item]) => {
    if (/[\s/>=]/.test(str(key))) throw new PythonError(`Invalid character in attribute name: '${str(key)}'`)
    return `${escapeHtml(key)}="${escapeHtml(item)}"`
  })
  return (truth(space) && made.length > 0 ? ' ' : '') + made.join(' ')
}

/** What Python's quote() leaves as it is. */
function quoteUrl(value: unknown, slash: string): string {
  return encodeURIComponent(str(value))
    .replace(/[!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', slash)
}

function urlEncode(value: unknown): string {
  defined(value)
  if (typeof value === 'string' || !isIterable(value)) return quoteUrl(value, '/')
  const pairs = isDict(value) ? [...entries(value)] : iterate(value).map(pairOf)
  const form = (part: unknown) => quoteUrl(part, '%2F').replaceAll('%20', '+')
  return pairs.map(([key, item]) => `${form(key)}=${form(item)}`).join('&')
}

function pairOf(value: unknown): readonly unknown[] {
  const pair = iterate(value)
  if (pair.length !== 2) throw new PythonError(`a pair is expected (2 values, got ${pair.length})`)
  return pair
}
