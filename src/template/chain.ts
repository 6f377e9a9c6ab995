/**
 * Rewrites the expressions of one template so that minijinja evaluates them as Ansible's Jinja does: an undefined name
 * or attribute is an error wherever it is used (minijinja lets `zz == 1`, `zz ~ 'a'` and `not zz` pass), but
 * `a.b.c | default(x)` and `a.b.c is defined` may reach through what is undefined. Notes every name on the way. Pure.
 */
import type { Token } from './lex.ts'
import type { Locals } from './locals.ts'

/** Part of a rewritten template: text, or a name of a variable that becomes an error where nothing defines it. */
export type Piece = string | { readonly free: string }

/** What a template uses. `used`: without it the template fails when evaluation comes there. */
export type Uses = {
  /** `used`: some use of the variable fails where it is undefined; `guarded`: some is behind `default` or `is defined`. */
  readonly names: Map<string, { readonly used: boolean; readonly guarded: boolean }>
  readonly filters: Set<string>
  readonly tests: Set<string>
  readonly functions: Set<string>
}

/** Attribute that nothing has: `x.swk_undefined` fails if x is undefined, at the very place where x is used. */
export const undefinedMark = 'swk_undefined'

const words = new Set(['and', 'or', 'not', 'in', 'is', 'if', 'else'])
const constants = new Set(['true', 'false', 'none', 'True', 'False', 'None'])
const guards = new Set(['default', 'd'])
const definedTests = new Set(['defined', 'undefined'])
/** Methods that minijinja lacks or knows by half: made filters (see filters/). */
const methods = new Map([
  ['get', 'swk_get'],
  ['format', 'swk_format'],
])

/** Rewrites tokens of one expression. */
export function rewrite(tokens: readonly Token[], uses: Uses, locals: Locals): Piece[] {
  let at = 0
  return sequence()

  /** Everything up to `stop` (not consumed) or the end. */
  function sequence(stop?: string, call = false): Piece[] {
    const out: Piece[] = []
    for (let token = tokens[at]; token && token.text !== stop; token = tokens[at]) {
      if (token.text === '|' && tokens[at + 1]?.type === 'name') out.push(...filter())
      else if (token.text === 'is') out.push(...test())
      else if (token.type === 'op' && !'([{'.includes(token.text)) out.push(take())
      else if (words.has(token.text) || (call && isKeyword())) out.push(take())
      else out.push(...primary(false))
    }
    return out
  }

  function take(): string {
    const token = tokens[at++] as Token
    return token.gap + (token.type === 'string' ? keepEscapes(token.text) : token.text)
  }

  /** `name=` in a call. */
  function isKeyword(): boolean {
    return tokens[at]?.type === 'name' && tokens[at + 1]?.text === '='
  }

  function filter(): Piece[] {
    const bar = take()
    const [gap, name] = dotted()
    uses.filters.add(name)
    return [bar, gap, name, ...args()]
  }

  function test(): Piece[] {
    const out: Piece[] = [take()]
    if (tokens[at]?.text === 'not') out.push(take())
    if (tokens[at]?.type !== 'name') return out
    const [gap, name] = dotted()
    uses.tests.add(name)
    return [...out, gap, name, ...args()]
  }

  /** The name of a filter or test; `ansible.builtin.` and other collections' prefixes fall away. */
  function dotted(): [gap: string, name: string] {
    const { gap } = tokens[at] as Token
    let name = (tokens[at++] as Token).text
    while (tokens[at]?.text === '.' && tokens[at + 1]?.type === 'name') {
      name = (tokens[at + 1] as Token).text
      at += 2
    }
    return [gap, name]
  }

  function args(): Piece[] {
    return tokens[at]?.text === '(' ? group(true) : []
  }

  /** `( ... )`, `[ ... ]`, `{ ... }` with what is in them. */
  function group(call = false): Piece[] {
    const opening = tokens[at]?.text as string
    const closing = opening === '(' ? ')' : opening === '[' ? ']' : '}'
    const out: Piece[] = [take(), ...sequence(closing, call)]
    if (at < tokens.length) out.push(take())
    return out
  }

  /** A value with its attributes, indexes and calls. `lenient`: what stands around it is guarded. */
  function primary(lenient: boolean): Piece[] {
    const gap = tokens[at]?.gap ?? ''
    const root = tokens[at] as Token
    const variable = root.type === 'name' && !constants.has(root.text) && !locals.has(root.text)
    const isCall = root.type === 'name' && tokens[at + 1]?.text === '('
    let strict: Piece[]
    if (isCall) {
      if (variable) uses.functions.add(root.text)
      strict = [(tokens[at++] as Token).text, ...group(true)]
    } else if (root.type === 'op') {
      strict = guardedGroup() ?? trimmed(group())
    } else {
      strict = [trimmed([take()])[0] as string]
      if (variable) strict = [{ free: root.text }]
    }
    let safe: Piece[] = variable && !isCall ? [root.text] : strict
    let checked = false
    for (;;) {
      const next = tokens[at]?.text
      const after = tokens[at + 1]
      if (next === '.' && after && (after.type === 'name' || after.type === 'number')) {
        const method = tokens[at + 2]?.text === '(' ? after.text : undefined
        at += 2
        if (method !== undefined) {
          const own = methods.get(method)
          const list = group(true)
          strict = own ? ['(', ...strict, '|', own, ...list, ')'] : [...strict, '.', method, ...list]
          safe = strict
          checked = false
          continue
        }
        const step = after.type === 'name' ? `.${after.text}` : `[${after.text}]`
        safe = ['(', ...safe, '|default({}))', step]
        strict = [...strict, step]
        checked = root.text !== 'loop'
      } else if (next === '[') {
        const step = group()
        const slice = step.includes(':')
        safe = slice ? [...safe, ...step] : ['(', ...safe, '|default({}))', ...step]
        strict = [...strict, ...step]
        checked = !slice
      } else if (next === '(') {
        strict = [...strict, ...group(true)]
        safe = strict
        checked = false
      } else break
    }
    const guarded = lenient || isGuarded()
    if (variable && !isCall) note(root.text, guarded)
    if (guarded) return [gap, ...safe]
    return checked
      ? [gap, '(', ...strict, ' if ', ...strict, ' is defined else ', ...strict, `.${undefinedMark})`]
      : [gap, ...strict]
  }

  function note(name: string, guarded: boolean): void {
    const before = uses.names.get(name)
    uses.names.set(name, { used: before?.used || !guarded, guarded: before?.guarded || guarded })
  }

  /** True before `| default`, `is defined`, `is not defined`, `is undefined`. */
  function isGuarded(): boolean {
    const [first, second, third] = [tokens[at]?.text, tokens[at + 1]?.text, tokens[at + 2]?.text]
    if (first === '|') return guards.has(second ?? '')
    return first === 'is' && definedTests.has((second === 'not' ? third : second) ?? '')
  }

  /** `(a.b) | default(x)`: the parentheses hold nothing but a value, so its guard reaches into them. */
  function guardedGroup(): Piece[] | undefined {
    const start = at
    if (tokens[at]?.text !== '(' || tokens[at + 1]?.type !== 'name') return undefined
    const noted = new Map(uses.names)
    at++
    const inner = primary(true)
    if (tokens[at]?.text === ')') {
      at++
      if (isGuarded()) return ['(', ...inner, ')']
    }
    at = start
    uses.names.clear()
    for (const [name, used] of noted) uses.names.set(name, used)
    return undefined
  }
}

/** Without the white space before the first token: it stands before what is put around it. */
function trimmed(pieces: Piece[]): Piece[] {
  const [first, ...rest] = pieces
  return [typeof first === 'string' ? first.trimStart() : (first as Piece), ...rest]
}

/** Python leaves an unknown escape as it is ('\d' is a backslash and a d), minijinja refuses it. */
function keepEscapes(literal: string): string {
  return literal.replace(/\\([\s\S])/g, (whole, letter: string) =>
    /['"\\bfnrtux]/.test(letter) ? whole : `\\${whole}`,
  )
}
