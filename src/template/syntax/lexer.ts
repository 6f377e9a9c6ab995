/** Jinja text -> tokens, with its white space control. Pure. */
import { TemplateFailure } from '../failure.ts'

export type TokenType =
  | 'text'
  | 'output-start'
  | 'output-end'
  | 'block-start'
  | 'block-end'
  | 'name'
  | 'string'
  | 'int'
  | 'float'
  | 'op'
  | 'end'

export type Token = {
  readonly type: TokenType
  readonly text: string
  readonly line: number
  readonly inOutput: boolean
}

export type Delimiters = {
  readonly block: readonly [string, string]
  readonly output: readonly [string, string]
  readonly comment: readonly [string, string]
}

export type LexOptions = {
  readonly trimBlocks: boolean
  readonly lstripBlocks: boolean
  readonly keepTrailingNewline: boolean
  readonly delimiters: Delimiters
}

export const defaultDelimiters: Delimiters = { block: ['{%', '%}'], output: ['{{', '}}'], comment: ['{#', '#}'] }

export const defaultOptions: LexOptions = {
  trimBlocks: true,
  lstripBlocks: false,
  keepTrailingNewline: false,
  delimiters: defaultDelimiters,
}

export function syntaxError(message: string, line: number): TemplateFailure {
  return new TemplateFailure({ code: 'template-error', message: `syntax error: ${message}`, line })
}

const quote = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** Tokens of a template; newlines are `\n`. Throws TemplateFailure. */
export function lexTemplate(source: string, options: LexOptions = defaultOptions): Token[] {
  const text = prepare(source, options.keepTrailingNewline)
  const tokens: Token[] = []
  const { block, output, comment } = options.delimiters
  // Longer delimiters first, as Jinja does.
  const kinds = (
    [
      ['block', block[0]],
      ['output', output[0]],
      ['comment', comment[0]],
    ] as const
  ).toSorted((a, b) => b[1].length - a[1].length)
  const start = new RegExp(kinds.map(([kind, mark]) => `(?<${kind}>${quote(mark)})`).join('|'), 'g')
  const raw = new RegExp(
    `${quote(block[0])}(?<sign>[-+]?)\\s*raw\\s*(?:-${quote(block[1])}\\s*|${quote(block[1])})`,
    'y',
  )
  const trim = options.trimBlocks ? '\\n?' : ''
  const endRaw = new RegExp(
    `${quote(block[0])}(?<sign>[-+]?)\\s*endraw\\s*(?:\\+${quote(block[1])}|-${quote(block[1])}\\s*|${quote(block[1])}${trim})`,
    'g',
  )
  const endComment = new RegExp(`\\+${quote(comment[1])}|-${quote(comment[1])}\\s*|${quote(comment[1])}${trim}`, 'g')
  const endBlock = new RegExp(`\\+${quote(block[1])}|-${quote(block[1])}\\s*|${quote(block[1])}${trim}`, 'y')
  const endOutput = new RegExp(`-${quote(output[1])}\\s*|${quote(output[1])}`, 'y')
  const lineAt = lineCounter(text)

  let at = 0
  while (at < text.length) {
    start.lastIndex = at
    const found = start.exec(text)
    if (!found) {
      add('text', text.slice(at), at)
      break
    }
    const opening = found.index
    const kind = found.groups?.block !== undefined ? 'block' : found.groups?.output !== undefined ? 'output' : 'comment'
    raw.lastIndex = opening
    const verbatim = kind === 'block' ? raw.exec(text) : null
    const behind = opening + found[0].length
    const sign = verbatim
      ? (verbatim.groups?.sign ?? '')
      : /[-+]/.test(text[behind] ?? '')
        ? (text[behind] as string)
        : ''
    add(
      'text',
      strip(
        text.slice(at, opening),
        sign,
        kind === 'output' ? false : options.lstripBlocks,
        at === 0 || text[at - 1] === '\n',
      ),
      at,
    )
    if (verbatim) {
      const from = opening + verbatim[0].length
      endRaw.lastIndex = from
      const end = endRaw.exec(text)
      if (!end) throw syntaxError('Missing end of raw directive', lineAt(opening))
      add(
        'text',
        strip(text.slice(from, end.index), end.groups?.sign ?? '', options.lstripBlocks, text[from - 1] === '\n'),
        from,
      )
      at = end.index + end[0].length
    } else if (kind === 'comment') {
      endComment.lastIndex = behind
      const end = endComment.exec(text)
      if (!end) throw syntaxError('Missing end of comment tag', lineAt(opening))
      at = end.index + end[0].length
    } else {
      add(kind === 'block' ? 'block-start' : 'output-start', found[0] + sign, opening)
      at = inner(behind + sign.length, kind === 'block' ? endBlock : endOutput, kind)
    }
  }
  add('end', '', text.length)
  return tokens

  function add(type: TokenType, content: string, offset: number, inOutput = false): void {
    if (type !== 'text' || content !== '') tokens.push({ type, text: content, line: lineAt(offset), inOutput })
  }

  function inner(from: number, end: RegExp, kind: 'block' | 'output'): number {
    return scan(text, from, end, (type, content, offset) => add(type, content, offset, kind === 'output'), lineAt, kind)
  }
}

/** Tokens of an expression without its braces. Throws TemplateFailure. */
export function lexExpression(source: string): Token[] {
  const text = source.replace(/\r\n|\r/g, '\n')
  const tokens: Token[] = []
  const lineAt = lineCounter(text)
  scan(
    text,
    0,
    undefined,
    (type, content, offset) => tokens.push({ type, text: content, line: lineAt(offset), inOutput: false }),
    lineAt,
    'block',
  )
  tokens.push({ type: 'end', text: '', line: lineAt(text.length), inOutput: false })
  return tokens
}

function prepare(source: string, keepNewline: boolean): string {
  const text = source.replace(/\r\n|\r/g, '\n')
  return !keepNewline && text.endsWith('\n') ? text.slice(0, -1) : text
}

function strip(text: string, sign: string, lstrip: boolean, lineStarts: boolean): string {
  if (sign === '-') return text.trimEnd()
  if (sign === '+' || !lstrip) return text
  const start = text.lastIndexOf('\n') + 1
  return (start > 0 || lineStarts) && /^\s*$/.test(text.slice(start)) ? text.slice(0, start) : text
}

const space = /\s+/y
const floating = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy
const integer = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy
const word = /[\p{L}\p{N}\p{M}_]+/uy
const string = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y
const operator = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}>=<.:|,;]/y
const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** Reads the tokens of a tag up to its end, which it answers behind; without `end`, up to the end of the text. */
function scan(
  text: string,
  from: number,
  end: RegExp | undefined,
  add: (type: TokenType, content: string, offset: number) => void,
  lineAt: (offset: number) => number,
  kind: 'block' | 'output',
): number {
  const open: string[] = []
  let at = from
  while (at < text.length) {
    const ending = end && open.length === 0 ? match(end, text, at) : undefined
    if (ending !== undefined) {
      add(kind === 'block' ? 'block-end' : 'output-end', ending, at)
      return at + ending.length
    }
    const gap = match(space, text, at)
    if (gap !== undefined) {
      at += gap.length
      continue
    }
    const [type, content] = read(text, at)
    if (type === 'op' && closers[content]) open.push(closers[content] as string)
    else if (type === 'op' && ')]}'.includes(content)) {
      const expected = open.pop()
      if (expected === undefined) throw syntaxError(`unexpected '${content}'`, lineAt(at))
      if (expected !== content) throw syntaxError(`unexpected '${content}', expected '${expected}'`, lineAt(at))
    }
    add(type, content, at)
    at += content.length
  }
  return at

  function read(all: string, offset: number): [TokenType, string] {
    const real = all[offset - 1] === '.' ? undefined : match(floating, all, offset)
    if (real !== undefined) return ['float', real]
    const digits = match(integer, all, offset)
    const name = match(word, all, offset)
    if (digits !== undefined && digits.length >= (name?.length ?? 0)) return ['int', digits]
    if (digits !== undefined && name !== undefined) return ['int', digits]
    if (name !== undefined) {
      if (/^\p{N}/u.test(name)) throw syntaxError('Invalid character in identifier', lineAt(offset))
      return ['name', name]
    }
    const quoted = match(string, all, offset)
    if (quoted !== undefined) return ['string', quoted]
    const sign = match(operator, all, offset)
    if (sign !== undefined) return ['op', sign]
    throw syntaxError(`unexpected char ${JSON.stringify(all[offset])} at ${offset}`, lineAt(offset))
  }
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

/** Line of an offset; offsets come nearly in order. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1
  let seen = 0
  return offset => {
    if (offset < seen) return 1 + (text.slice(0, offset).match(/\n/g)?.length ?? 0)
    for (let next = text.indexOf('\n', seen); next >= 0 && next < offset; next = text.indexOf('\n', seen)) {
      line++
      seen = next + 1
    }
    return line
  }
}
