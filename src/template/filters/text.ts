/** Filters over text: regular expressions, paths, quoting, encodings. */
import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { quote } from '../../shell/sh.ts'
import { expand, pythonRegex, pythonText } from '../python.ts'
import { type Filter, filter } from './filter.ts'

export const textFilters: Readonly<Record<string, Filter>> = {
  swk_text: filter(pythonText),
  swk_format: filter(braces),
  regex_replace: filter(
    (value, pattern = '', replacement = '', ignorecase = false, multiline = false) =>
      pythonText(value).replaceAll(pythonRegex(pattern, flags(ignorecase, multiline, 'g')), (...match) =>
        expand(replacement, groups(match)),
      ),
    'pattern',
    'replacement',
    'ignorecase',
    'multiline',
  ),
  regex_search: filter(search),
  regex_findall: filter(
    (value, pattern, multiline = false, ignorecase = false) =>
      [...pythonText(value).matchAll(pythonRegex(pattern, flags(ignorecase, multiline, 'g')))].map(match =>
        match.length > 2 ? match.slice(1) : (match[1] ?? match[0]),
      ),
    'regex',
    'multiline',
    'ignorecase',
  ),
  regex_escape: filter(value => pythonText(value).replace(/[\\^$.*+?()[\]{}|#&~\s-]/g, '\\$&')),
  basename: filter(value => pythonText(value).slice(pythonText(value).lastIndexOf('/') + 1)),
  dirname: filter(value => dirname(pythonText(value))),
  splitext: filter(value => {
    const { ext } = posix.parse(pythonText(value))
    return [pythonText(value).slice(0, pythonText(value).length - ext.length), ext]
  }),
  path_join: filter(value => posix.join(...(Array.isArray(value) ? value : [value]).map(String))),
  quote: filter(value => quote(pythonText(value))),
  b64encode: filter(value => Buffer.from(pythonText(value)).toString('base64')),
  b64decode: filter(value => Buffer.from(pythonText(value), 'base64').toString()),
  hash: filter(
    (value, algorithm = 'sha1') => createHash(algorithm).update(pythonText(value)).digest('hex'),
    'hashtype',
  ),
  checksum: filter(value => createHash('sha1').update(pythonText(value)).digest('hex')),
  sha1: filter(value => createHash('sha1').update(pythonText(value)).digest('hex')),
  md5: filter(value => createHash('md5').update(pythonText(value)).digest('hex')),
  urlencode: filter(value => encodeURIComponent(pythonText(value)).replaceAll('%2F', '/')),
  comment: filter((value, style = 'plain') => comment(pythonText(value), style), 'style'),
  format: filter((value, ...args) => percent(String(value), args)),
  indent: filter(indent, 'width', 'first', 'blank'),
}

function flags(ignorecase: unknown, multiline: unknown, more = ''): string {
  return `${more}${ignorecase ? 'i' : ''}${multiline ? 'm' : ''}`
}

/** The arguments of a replace callback as a match. */
function groups(args: readonly unknown[]): RegExpMatchArray {
  const named = args.at(-1)
  const end = args.findIndex((part, i) => i > 0 && typeof part === 'number')
  const match = args.slice(0, end) as unknown as RegExpMatchArray
  if (typeof named === 'object') match.groups = named as Record<string, string>
  return match
}

/** The match, or with `\\1` or `\\g<name>` a list of these groups; none where nothing matches. */
function search(value: unknown, pattern: string, ...args: unknown[]): unknown {
  const wanted = args.filter((arg): arg is string => typeof arg === 'string')
  const keywords = args.find(arg => typeof arg === 'object' && arg !== null) as Record<string, unknown> | undefined
  const match = pythonRegex(pattern, flags(keywords?.ignorecase, keywords?.multiline)).exec(pythonText(value))
  if (!match) return null
  return wanted.length === 0 ? match[0] : wanted.map(group => expand(group, match))
}

function dirname(path: string): string {
  const head = path.slice(0, path.lastIndexOf('/') + 1)
  return /^\/*$/.test(head) ? head : head.replace(/\/+$/, '')
}

function comment(text: string, style: string): string {
  const mark = { plain: '# ', erlang: '% ', c: '// ' }[style]
  if (mark === undefined) throw new Error(`${style} is not a comment style; expected plain, erlang or c`)
  const edge = mark.trimEnd()
  return [edge, ...text.split('\n').map(line => (mark + line).trimEnd()), edge].join('\n')
}

/** Python's `%` formatting: %s %d %i %f %x %o %% with width and precision. */
function percent(format: string, args: unknown[]): string {
  const rest = [...args]
  return format.replace(
    /%([-0]*)(\d*)(?:\.(\d+))?([sdifxo%])/g,
    (_, mark: string, width: string, digits: string, type: string) => {
      if (type === '%') return '%'
      const value = rest.shift()
      const forms: Readonly<Record<string, () => string>> = {
        s: () => pythonText(value),
        f: () => Number(value).toFixed(Number(digits ?? 6)),
        x: () => Math.trunc(Number(value)).toString(16),
        o: () => Math.trunc(Number(value)).toString(8),
      }
      const text = forms[type]?.() ?? String(Math.trunc(Number(value)))
      return mark.includes('-')
        ? text.padEnd(Number(width))
        : text.padStart(Number(width), mark.includes('0') ? '0' : ' ')
    },
  )
}

/** Python's `'{} {name}'.format(...)`, without format specifications. */
function braces(format: string, ...args: unknown[]): string {
  const named = args.at(-1)
  let next = 0
  return format.replace(/\{\{|\}\}|\{(\w*)(:[^}]*)?\}/g, (whole, key: string | undefined, specification?: string) => {
    if (key === undefined) return whole[0] as string
    if (specification)
      throw new Error(
        `format specification ${specification} is not supported; use the filter format: '%02d' | format(x)`,
      )
    if (key === '') return pythonText(args[next++])
    return pythonText(/^\d+$/.test(key) ? args[Number(key)] : (named as Record<string, unknown> | undefined)?.[key])
  })
}

function indent(value: unknown, width: number | string = 4, first = false, blank = false): string {
  const margin = typeof width === 'string' ? width : ' '.repeat(width)
  return pythonText(value)
    .split('\n')
    .map((line, i) => ((i === 0 && !first) || (line === '' && !blank) ? line : margin + line))
    .join('\n')
}
