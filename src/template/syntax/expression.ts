/** Tokens -> the tree of an expression, by Jinja's grammar. */

import { unescapeText } from '../../python/escapes.ts'
import { float, int } from '../../python/number.ts'
import type { Arguments, BinaryOperator, CompareOperator, Expression } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { unescapeQuotes } from './escapes.ts'

const none: Arguments = { positional: [], keywords: [] }

/** An expression with `a if b else c`. */
export function parseExpression(cursor: Cursor, conditional = true): Expression {
  return conditional ? parseConditional(cursor) : parseOr(cursor)
}

function parseConditional(cursor: Cursor): Expression {
  let value = parseOr(cursor)
  while (cursor.isWord('if')) {
    const { line } = cursor.next()
    const test = parseOr(cursor)
    const otherwise = cursor.skip('else') ? parseConditional(cursor) : undefined
    value = { type: 'conditional', line, test, yes: value, otherwise }
  }
  return value
}

function parseOr(cursor: Cursor): Expression {
  let left = parseAnd(cursor)
  while (cursor.isWord('or')) {
    const { line } = cursor.next()
    left = { type: 'or', line, left, right: parseAnd(cursor) }
  }
  return left
}

function parseAnd(cursor: Cursor): Expression {
  let left = parseNot(cursor)
  while (cursor.isWord('and')) {
    const { line } = cursor.next()
    left = { type: 'and', line, left, right: parseNot(cursor) }
  }
  return left
}

function parseNot(cursor: Cursor): Expression {
  if (!cursor.isWord('not')) return parseCompare(cursor)
  const { line } = cursor.next()
  return { type: 'not', line, value: parseNot(cursor) }
}

function parseCompare(cursor: Cursor): Expression {
  const { line } = cursor
  const first = parseSum(cursor)
  const rest: [CompareOperator, Expression][] = []
  for (;;) {
    if (cursor.isOp('==', '!=', '<', '<=', '>', '>='))
      rest.push([cursor.next().text as CompareOperator, parseSum(cursor)])
    else if (cursor.skip('in')) rest.push(['in', parseSum(cursor)])
    else if (cursor.isWord('not') && cursor.look().type === 'name' && cursor.look().text === 'in') {
      cursor.next()
      cursor.next()
      rest.push(['not in', parseSum(cursor)])
    } else return rest.length === 0 ? first : { type: 'compare', line, first, rest }
  }
}

const parseSum = binary(['+', '-'], parseConcat)
const parseProduct = binary(['*', '/', '//', '%'], parsePower)

function parseConcat(cursor: Cursor): Expression {
  const { line } = cursor
  const items = [parseProduct(cursor)]
  while (cursor.skip('~')) items.push(parseProduct(cursor))
  return items.length === 1 ? (items[0] as Expression) : { type: 'concat', line, items }
}

function parsePower(cursor: Cursor): Expression {
  let left = parseUnary(cursor)
  while (cursor.isOp('**')) {
    const { line } = cursor.next()
    left = { type: 'binary', line, operator: '**', left, right: parseUnary(cursor) }
  }
  return left
}

function binary(operators: readonly BinaryOperator[], operand: (cursor: Cursor) => Expression) {
  return (cursor: Cursor): Expression => {
    let left = operand(cursor)
    while (cursor.isOp(...operators)) {
      const { line, text } = cursor.next()
      left = { type: 'binary', line, operator: text as BinaryOperator, left, right: operand(cursor) }
    }
    return left
  }
}

function parseUnary(cursor: Cursor, filters = true): Expression {
  const { line } = cursor
  const value: Expression = cursor.isOp('-', '+')
    ? { type: 'signed', line, operator: cursor.next().text as '-' | '+', value: parseUnary(cursor, false) }
    : parsePrimary(cursor)
  const whole = parsePostfix(cursor, value)
  return filters ? parseFilters(cursor, whole) : whole
}

const constants: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
])

function parsePrimary(cursor: Cursor): Expression {
  const { line, type, text } = cursor.current
  switch (type) {
    case 'name':
      cursor.next()
      if (constants.has(text)) return { type: 'constant', line, value: constants.get(text) }
      cursor.names.add(text)
      return { type: 'name', line, name: text }
    case 'string': {
      let value = ''
      while (cursor.is('string')) value += stringOf(cursor)
      return { type: 'constant', line, value }
    }
    case 'int':
      cursor.next()
      return { type: 'constant', line, value: int(BigInt(text.replaceAll('_', '').toLowerCase())) }
    case 'float':
      cursor.next()
      return { type: 'constant', line, value: float(Number(text.replaceAll('_', ''))) }
    default:
      if (cursor.skip('(')) {
        const value = parseTuple(cursor, { explicit: true })
        cursor.expect('op', ')')
        return value
      }
      if (cursor.isOp('[')) return parseList(cursor)
      if (cursor.isOp('{')) return parseDict(cursor)
      throw cursor.unexpected('an expression')
  }
}

function stringOf(cursor: Cursor): string {
  const { text, inOutput } = cursor.next()
  const body = text.slice(1, -1)
  return inOutput && cursor.keepBackslashes ? unescapeQuotes(body) : unescapeText(body)
}

/** Items with commas between them; one item without a comma is itself. */
export function parseTuple(
  cursor: Cursor,
  {
    conditional = true,
    explicit = false,
    ends = [],
  }: { conditional?: boolean; explicit?: boolean; ends?: readonly string[] } = {},
): Expression {
  const { line } = cursor
  const items: Expression[] = []
  let isTuple = false
  for (;;) {
    if (items.length > 0 && !isTuple) break
    if (isEndOfTuple()) break
    items.push(parseExpression(cursor, conditional))
    if (cursor.skip(',')) isTuple = true
    else break
    while (!isEndOfTuple()) {
      items.push(parseExpression(cursor, conditional))
      if (!cursor.skip(',')) break
    }
    break
  }
  if (isTuple) return { type: 'tuple', line, items }
  if (items.length === 1) return items[0] as Expression
  if (!explicit) throw cursor.unexpected('an expression')
  return { type: 'tuple', line, items }

  function isEndOfTuple(): boolean {
    return (
      cursor.is('output-end') ||
      cursor.is('block-end') ||
      cursor.is('end') ||
      cursor.isOp(')') ||
      cursor.isWord(...ends)
    )
  }
}

function parseList(cursor: Cursor): Expression {
  const { line } = cursor.expect('op', '[')
  const items: Expression[] = []
  while (!cursor.isOp(']')) {
    if (items.length > 0) cursor.expect('op', ',')
    if (cursor.isOp(']')) break
    items.push(parseExpression(cursor))
  }
  cursor.expect('op', ']')
  return { type: 'list', line, items }
}

function parseDict(cursor: Cursor): Expression {
  const { line } = cursor.expect('op', '{')
  const pairs: [Expression, Expression][] = []
  while (!cursor.isOp('}')) {
    if (pairs.length > 0) cursor.expect('op', ',')
    if (cursor.isOp('}')) break
    const key = parseExpression(cursor)
    cursor.expect('op', ':')
    pairs.push([key, parseExpression(cursor)])
  }
  cursor.expect('op', '}')
  return { type: 'dict', line, pairs }
}

function parsePostfix(cursor: Cursor, start: Expression): Expression {
  let value = start
  for (;;) {
    if (cursor.isOp('.', '[')) value = parseSubscript(cursor, value)
    else if (cursor.isOp('(')) value = { type: 'call', line: cursor.line, callee: value, args: parseArguments(cursor) }
    else return value
  }
}

function parseSubscript(cursor: Cursor, object: Expression): Expression {
  const { line, text } = cursor.next()
  if (text === '.') {
    const step = cursor.next()
    if (step.type === 'name') return { type: 'attribute', line, object, name: step.text }
    if (step.type !== 'int') throw cursor.fail('expected name or number')
    return { type: 'item', line, object, index: { type: 'constant', line, value: Number(step.text) } }
  }
  const items: Expression[] = []
  while (!cursor.isOp(']')) {
    if (items.length > 0) cursor.expect('op', ',')
    items.push(parseIndex(cursor))
  }
  cursor.expect('op', ']')
  if (items.length === 0) throw cursor.fail('expected an index between [ and ]')
  const index: Expression = items.length === 1 ? (items[0] as Expression) : { type: 'tuple', line, items }
  return { type: 'item', line, object, index }
}

function parseIndex(cursor: Cursor): Expression {
  const { line } = cursor
  const part = (): Expression | undefined => (cursor.isOp(':', ']', ',') ? undefined : parseExpression(cursor))
  const start = part()
  if (!cursor.skip(':')) {
    if (start === undefined) throw cursor.unexpected('an expression')
    return start
  }
  const stop = part()
  const step = cursor.skip(':') ? part() : undefined
  return { type: 'slice', line, start, stop, step }
}

export function parseArguments(cursor: Cursor): Arguments {
  cursor.expect('op', '(')
  const positional: Expression[] = []
  const keywords: [string, Expression][] = []
  let rest: Expression | undefined
  let mapping: Expression | undefined
  let first = true
  while (!cursor.isOp(')')) {
    if (!first) {
      cursor.expect('op', ',')
      if (cursor.isOp(')')) break
    }
    first = false
    if (cursor.skip('**')) mapping = parseExpression(cursor)
    else if (cursor.skip('*')) {
      if (rest || mapping) throw cursor.fail('invalid syntax for function call expression')
      rest = parseExpression(cursor)
    } else if (cursor.is('name') && cursor.look().type === 'op' && cursor.look().text === '=') {
      if (mapping) throw cursor.fail('invalid syntax for function call expression')
      const name = cursor.next().text
      if (keywords.some(([other]) => other === name)) throw cursor.fail(`keyword argument repeated: ${name}`)
      cursor.next()
      keywords.push([name, parseExpression(cursor)])
    } else {
      if (rest || mapping || keywords.length > 0) throw cursor.fail('invalid syntax for function call expression')
      positional.push(parseExpression(cursor))
    }
  }
  cursor.expect('op', ')')
  return { positional, keywords, ...(rest && { rest }), ...(mapping && { mapping }) }
}

/** Filters and tests behind a value. */
function parseFilters(cursor: Cursor, start: Expression): Expression {
  let value = start
  for (;;) {
    if (cursor.isOp('|')) value = parseFilter(cursor, value)
    else if (cursor.isWord('is')) value = parseTest(cursor, value)
    else if (cursor.isOp('(')) value = { type: 'call', line: cursor.line, callee: value, args: parseArguments(cursor) }
    else return value
  }
}

/** `| name(...)`; the first bar is left out in a filter block. */
export function parseFilter(cursor: Cursor, input: Expression | undefined, inBlock = false): Expression {
  const { line } = inBlock ? cursor.current : cursor.next()
  const name = dotted(cursor)
  const args = cursor.isOp('(') ? parseArguments(cursor) : none
  return { type: 'filter', line, input, name, args }
}

function parseTest(cursor: Cursor, input: Expression): Expression {
  const { line } = cursor.next()
  const negated = cursor.skip('not')
  const name = dotted(cursor)
  let args = none
  if (cursor.isOp('(')) args = parseArguments(cursor)
  else if (
    (['name', 'string', 'int', 'float'].includes(cursor.current.type) || cursor.isOp('[', '{')) &&
    !cursor.isWord('else', 'or', 'and')
  ) {
    if (cursor.isWord('is')) throw cursor.fail('You cannot chain multiple tests with is')
    args = { positional: [parsePostfix(cursor, parsePrimary(cursor))], keywords: [] }
  }
  const test: Expression = { type: 'test', line, input, name, args }
  return negated ? { type: 'not', line, value: test } : test
}

function dotted(cursor: Cursor): string {
  let name = cursor.expect('name').text
  while (cursor.skip('.')) name += `.${cursor.expect('name').text}`
  return name
}
