/** Jinja text -> segments, expressions -> tokens. Enough of Jinja's lexer to know which names a template uses. Pure. */

export type Token = {
  readonly type: 'name' | 'number' | 'string' | 'op'
  readonly text: string
  /** White space before the token. */
  readonly gap: string
}

/** `open`/`close` are the delimiters as written, with their white space control (`{%-`). */
export type Segment =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'output' | 'statement'
      readonly open: string
      readonly tokens: readonly Token[]
      readonly tail: string
      readonly close: string
    }

/** True where a text has something to render; without it the template engine need not be loaded. */
export function hasTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%') || text.includes('{#')
}

/** Cuts a template into verbatim text (comments and raw blocks with it), outputs and statements. */
export function segments(text: string): Segment[] {
  const found: Segment[] = []
  let at = 0
  while (at < text.length) {
    const next = text.slice(at).search(/\{[{%#]/)
    const start = next < 0 ? text.length : at + next
    if (start > at) found.push({ type: 'text', text: text.slice(at, start) })
    if (start === text.length) break
    const end = verbatimEnd(text, start)
    if (end !== undefined) {
      found.push({ type: 'text', text: text.slice(start, end) })
      at = end
      continue
    }
    const output = text[start + 1] === '{'
    const open = text.slice(start, start + (/[-+]/.test(text[start + 2] ?? '') ? 3 : 2))
    const inner = tokens(text, start + open.length, output ? '}}' : '%}')
    found.push({ type: output ? 'output' : 'statement', open, ...inner })
    at = inner.end
  }
  return found
}

/** Where a comment or raw block that begins at `start` ends; undefined: it is neither. */
function verbatimEnd(text: string, start: number): number | undefined {
  const rest = text.slice(start)
  const closing = /^\{#/.test(rest)
    ? /#\}/.exec(rest)
    : /^\{%[-+]?\s*raw\s*[-+]?%\}/.test(rest)
      ? /\{%[-+]?\s*endraw\s*[-+]?%\}/.exec(rest)
      : null
  if (closing) return start + closing.index + closing[0].length
  return rest.startsWith('{#') ? text.length : undefined
}

const word = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/y
const number = /0[xXoObB][\da-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const integer = /\d+/y
const string = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y
const operator = /\*\*|\/\/|==|!=|<=|>=|[\s\S]/y
const space = /\s*/y

/** The tokens of one expression up to `close` (outside of strings and braces), or up to the end of the text. */
export function tokens(
  text: string,
  from: number,
  close?: string,
): { tokens: Token[]; tail: string; close: string; end: number } {
  const list: Token[] = []
  let at = from
  let braces = 0
  for (;;) {
    const gap = match(space, text, at) ?? ''
    at += gap.length
    const ending = close && braces === 0 ? closer(text, at, close) : undefined
    if (ending || at >= text.length)
      return { tokens: list, tail: gap, close: ending ?? '', end: at + (ending ?? '').length }
    const token = { ...read(text, at, list.at(-1)?.text === '.'), gap }
    if (token.text === '{') braces++
    if (token.text === '}') braces--
    list.push(token)
    at += token.text.length
  }
}

function read(text: string, at: number, afterDot: boolean): Omit<Token, 'gap'> {
  const name = match(word, text, at)
  if (name) return { type: 'name', text: name }
  const digits = match(afterDot ? integer : number, text, at)
  if (digits) return { type: 'number', text: digits }
  const quoted = match(string, text, at)
  if (quoted) return { type: 'string', text: quoted }
  return { type: 'op', text: match(operator, text, at) as string }
}

function closer(text: string, at: number, close: string): string | undefined {
  if (text.startsWith(close, at)) return close
  return /[-+]/.test(text[at] ?? '') && text.startsWith(close, at + 1)
    ? text.slice(at, at + 1 + close.length)
    : undefined
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}
