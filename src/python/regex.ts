/** Python's regular expressions, in which Ansible's users write, as JavaScript's. Pure. */

/** Throws TypeError for what is not valid, or has no counterpart in JavaScript. `flags`: of i, m, s, x, and JavaScript's g, y. */
export function pythonRegex(source: string, flags = ''): RegExp {
  const leading = /^\(\?([a-zA-Z]+)\)/.exec(source)
  const all = new Set([...flags, ...(leading === null ? '' : flagsOf(leading[1] as string))])
  const body = translate(source.slice(leading?.[0].length ?? 0), all)
  // How JavaScript reads lines is not how Python does, so `m` and `s` are written out.
  const own = ['d', 'g', 'i', 'y'].filter(flag => all.has(flag)).join('')
  try {
    return new RegExp(body, `u${own}`)
  } catch (error) {
    throw new TypeError(`not a valid regular expression: ${(error as Error).message.replace(/^.*\/[a-z]*: /, '')}`)
  }
}

function flagsOf(letters: string): string[] {
  return [...letters].filter(letter => {
    if ('imsxa'.includes(letter)) return true
    if ('uL'.includes(letter)) return false
    throw new TypeError(`the flag (?${letter}) is not supported`)
  })
}

const token =
  /\\(?<escaped>[0-7]{3}|0[0-7]?|[\s\S])|\[(?<set>\^?\]?(?:\\[\s\S]|[^\]\\])*)\]|\(\?P<(?<name>\w+)>|\(\?P=(?<same>\w+)\)|(?<comment>\(\?#[^)]*\))|\(\?(?<global>[a-zA-Z]+)\)|(?<conditional>\(\?\()|\{(?<count>\d+(?:,\d*)?|,\d+)\}|(?<literal>[{}\]])|(?<sign>[.^$])|(?<space>\s+|#[^\n]*)/gu

const word = '[\\p{L}\\p{N}_]'

function translate(source: string, flags: ReadonlySet<string>): string {
  const ascii = flags.has('a')
  return source.replace(token, (all, ...rest) => {
    const groups = rest.at(-1) as Record<string, string | undefined>
    if (groups.escaped !== undefined) return escaped(groups.escaped, ascii)
    if (groups.set !== undefined) return `[${set(groups.set, ascii)}]`
    if (groups.name !== undefined) return `(?<${groups.name}>`
    if (groups.same !== undefined) return `\\k<${groups.same}>`
    if (groups.comment !== undefined) return ''
    if (groups.global !== undefined) throw new TypeError(`flags such as ${all} must start the expression`)
    if (groups.conditional !== undefined) throw new TypeError('conditionals (?(1)...) are not supported')
    if (groups.count !== undefined) return groups.count.startsWith(',') ? `{0${groups.count}}` : all
    if (groups.sign !== undefined) return edge(groups.sign, flags)
    if (groups.space !== undefined) return flags.has('x') ? '' : all
    return `\\${all}`
  })
}

/** Python's lines end at `\n` only, and `$` also matches before a newline at the very end. */
function edge(sign: string, flags: ReadonlySet<string>): string {
  if (sign === '.') return flags.has('s') ? '[\\s\\S]' : '[^\\n]'
  if (sign === '^') return flags.has('m') ? '(?<![^\\n])' : '(?<![\\s\\S])'
  return flags.has('m') ? '(?![^\\n])' : '(?=\\n?(?![\\s\\S]))'
}

/** JavaScript knows no `\A`, `\Z`, `\a`, no letters beyond ASCII in `\w`, and no escapes of signs that need none. */
function escaped(char: string, ascii: boolean): string {
  if (/^(?:0[0-7]?|[0-7]{3})$/.test(char)) return `\\u{${Number.parseInt(char, 8).toString(16)}}`
  if (char === 'A') return '(?<![\\s\\S])'
  if (char === 'Z') return '(?![\\s\\S])'
  if (char === 'a') return '\\x07'
  if (!ascii) {
    if (char === 'w') return word
    if (char === 'W') return '[^\\p{L}\\p{N}_]'
    if (char === 'd') return '\\p{Nd}'
    if (char === 'D') return '\\P{Nd}'
    if (char === 'b') return `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`
    if (char === 'B') return `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`
  }
  return /[a-zA-Z0-9^$\\.*+?()[\]{}|/]/u.test(char) ? `\\${char}` : char === '-' ? '-' : char
}

/** In a set, `]` that comes first is itself, and only some signs may be escaped. */
function set(inner: string, ascii: boolean): string {
  const [, negated = '', rest = ''] = /^(\^?)([\s\S]*)$/u.exec(inner) ?? []
  const first = rest.startsWith(']') ? `\\]${rest.slice(1)}` : rest
  return (
    negated +
    first.replace(/\\([\s\S])|\[/gu, (all, char?: string) => {
      if (char === undefined) return '\\['
      if (char === 'a') return '\\x07'
      if (!ascii && char === 'w') return '\\p{L}\\p{N}_'
      if (!ascii && char === 'd') return '\\p{Nd}'
      return /[a-zA-Z0-9^$\\.*+?()[\]{}|/-]/u.test(char) ? all : char
    })
  )
}

type Match = Pick<RegExpExecArray, 'length' | 'groups'> & { readonly [index: number]: string | undefined }

const letters: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
}

/** Python's `match.expand`: `\1`, `\g<name>` and `\n` in a replacement. A group that took no part gives nothing. */
export function expandMatch(match: Match, template: string): string {
  return template.replace(/\\(?:g<(\w+)>|(0[0-7]{0,2})|([1-9]\d?)|([\s\S]))/g, (all, name, octal, number, char) => {
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8))
    if (char !== undefined) {
      const known = letters[char as string]
      if (known === undefined && /[a-zA-Z]/.test(char)) throw new TypeError(`bad escape \\${char} in the replacement`)
      return known ?? all
    }
    return groupOf(match, name ?? number) ?? ''
  })
}

/** A group by its number or name; undefined where it took no part. Throws TypeError where there is none. */
export function groupOf(match: Match, key: string): string | undefined {
  const isNumber = /^\d+$/.test(key)
  const known = isNumber ? Number(key) < match.length : Object.hasOwn(match.groups ?? {}, key)
  if (!known) throw new TypeError(`the expression has no group ${key}`)
  return isNumber ? match[Number(key)] : match.groups?.[key]
}

/** Python's re.escape. */
export function escapeRegex(text: string): string {
  return text.replace(/[()[\]{}?*+|^$\\.&~# \t\n\r\v\f-]/g, '\\$&')
}
