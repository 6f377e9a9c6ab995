/** Rewrites the inside of `{% %}`: which of its words are expressions, and which names it makes local. Pure. */
import { type Piece, rewrite, type Uses } from './chain.ts'
import type { Token } from './lex.ts'
import type { Locals } from './locals.ts'

/** One statement; opens and closes the block's scope in `locals`. */
export function statement(list: readonly Token[], uses: Uses, locals: Locals): Piece[] {
  const word = list[0]?.text ?? ''
  if (word.startsWith('end')) {
    locals.close(word.slice(3))
    return texts(list)
  }
  const read = statements[word]
  return [
    ...texts(list.slice(0, 1)),
    ...(read ? read(list.slice(1), uses, locals) : rewrite(list.slice(1), uses, locals)),
  ]
}

type Read = (rest: readonly Token[], uses: Uses, locals: Locals) => Piece[]

const statements: Readonly<Record<string, Read>> = {
  for(list, uses, locals) {
    const isRecursive = list.at(-1)?.text === 'recursive'
    const rest = isRecursive ? list.slice(0, -1) : list
    const from = topLevel(rest, 'in')
    const filter = topLevel(rest, 'if')
    const items = rewrite(rest.slice(from + 1, filter), uses, locals)
    locals.open('for', identifiers(rest.slice(0, from)))
    return [
      ...texts(rest.slice(0, from + 1)),
      ...items,
      ...rewrite(rest.slice(filter), uses, locals),
      ...texts(list.slice(rest.length)),
    ]
  },
  set(rest, uses, locals) {
    const equals = topLevel(rest, '=')
    const target = rest.slice(0, equals)
    const value = rewrite(rest.slice(equals), uses, locals)
    locals.add(...identifiers(target))
    if (equals === rest.length) locals.open('set')
    // minijinja wants parentheses around several targets.
    return target.some(token => token.text === ',') && target[0]?.text !== '('
      ? [' (', ...texts(target), ')', ...value]
      : [...texts(target), ...value]
  },
  with(rest, uses, locals) {
    const values = assignments(rest, uses, locals)
    locals.open('with', assigned(rest))
    return values
  },
  macro(rest, uses, locals) {
    locals.add(...identifiers(rest.slice(0, 1)))
    const end = closing(rest, 1)
    const defaults = assignments(rest.slice(2, end), uses, locals)
    locals.open('macro', assigned(rest.slice(2, end)))
    return [...texts(rest.slice(0, 2)), ...defaults, ...texts(rest.slice(end))]
  },
  call(rest, uses, locals) {
    const end = rest[0]?.text === '(' ? closing(rest, 0) : 0
    const call = rewrite(rest.slice(end && end + 1), uses, locals)
    locals.open('call', identifiers(rest.slice(0, end)))
    return [...texts(rest.slice(0, end && end + 1)), ...call]
  },
  filter(rest, uses, locals) {
    uses.filters.add(rest[0]?.text ?? '')
    locals.open('filter')
    return [...texts(rest.slice(0, 1)), ...rewrite(rest.slice(1), uses, locals)]
  },
  block(rest, _uses, locals) {
    locals.open('block')
    return texts(rest)
  },
}

/** `a, b = x`: what stands behind `=` is an expression. */
function assignments(list: readonly Token[], uses: Uses, locals: Locals): Piece[] {
  return commaParts(list).flatMap(part => {
    const equals = topLevel(part, '=')
    return [...texts(part.slice(0, equals + 1)), ...rewrite(part.slice(equals + 1), uses, locals)]
  })
}

/** Names before `=`, or alone. */
function assigned(list: readonly Token[]): string[] {
  return commaParts(list).flatMap(part => identifiers(part.filter(token => token.text !== ',').slice(0, 1)))
}

/** Cuts at commas outside of brackets; each part but the first begins with its comma. */
function commaParts(list: readonly Token[]): (readonly Token[])[] {
  const end = topLevel(list, ',', 1)
  return list.length === 0 ? [] : [list.slice(0, end), ...commaParts(list.slice(end))]
}

function closing(list: readonly Token[], opening: number): number {
  return topLevel(list, ')', opening + 1)
}

/** Index of the first token with that text outside of brackets; the length where there is none. */
function topLevel(list: readonly Token[], text: string, from = 0): number {
  let depth = 0
  for (let i = from; i < list.length; i++) {
    const token = (list[i] as Token).text
    if (depth === 0 && token === text) return i
    if (/^[([{]$/.test(token)) depth++
    if (/^[)\]}]$/.test(token)) depth--
  }
  return list.length
}

function identifiers(list: readonly Token[]): string[] {
  return list.filter((token, i) => token.type === 'name' && list[i - 1]?.text !== '.').map(token => token.text)
}

function texts(list: readonly Token[]): string[] {
  return list.map(token => token.gap + token.text)
}
