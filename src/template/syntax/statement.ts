/** Tokens -> the statements of a template. */
import type { Expression, MacroDefinition, Parameter, Statement, Target } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression, parseFilter, parseTuple } from './expression.ts'

/** Everything up to one of `ends`, whose word is left as the next token; up to the end of the text without them. */
export function parseBody(cursor: Cursor, ends: readonly string[] = []): Statement[] {
  const body: Statement[] = []
  for (;;) {
    const { type, text, line } = cursor.current
    if (type === 'end') {
      if (ends.length > 0) throw cursor.fail(`unexpected end of template, expected '${ends.join("' or '")}'`)
      return body
    }
    if (type === 'text') {
      cursor.next()
      body.push({ type: 'text', line, text })
    } else if (type === 'output-start') {
      cursor.next()
      const value = parseTuple(cursor)
      cursor.expect('output-end')
      body.push({ type: 'output', line, value })
    } else {
      const word = cursor.look()
      if (ends.includes(word.text) && word.type === 'name') {
        cursor.next()
        return body
      }
      cursor.next()
      body.push(parseStatement(cursor))
      cursor.expect('block-end')
    }
  }
}

/** `{% end... %}` of the body that was just read; its word is taken. */
function close(cursor: Cursor): void {
  cursor.next()
}

function block(cursor: Cursor, ...ends: string[]): Statement[] {
  cursor.expect('block-end')
  return parseBody(cursor, ends)
}

function parseStatement(cursor: Cursor): Statement {
  const { line } = cursor
  const { text: tag } = cursor.expect('name')
  switch (tag) {
    case 'if':
      return parseIf(cursor, line)
    case 'for':
      return parseFor(cursor, line)
    case 'set':
      return parseSet(cursor, line)
    case 'with':
      return parseWith(cursor, line)
    case 'macro': {
      const name = cursor.expect('name').text
      return { type: 'macro', line, macro: parseMacro(cursor, name, 'endmacro') }
    }
    case 'call': {
      const parameters = cursor.isOp('(') ? parseParameters(cursor) : []
      const call = parseExpression(cursor)
      if (call.type !== 'call') throw cursor.fail('expected a call')
      const body = block(cursor, 'endcall')
      close(cursor)
      return { type: 'call', line, call, caller: { name: 'caller', parameters, body } }
    }
    case 'filter': {
      const filter = parseFilterChain(cursor)
      const body = block(cursor, 'endfilter')
      close(cursor)
      return { type: 'filter', line, filter, body }
    }
    case 'do':
      return { type: 'do', line, value: parseTuple(cursor) }
    case 'break':
    case 'continue':
      return { type: tag, line }
    case 'autoescape': {
      parseExpression(cursor)
      const body = block(cursor, 'endautoescape')
      close(cursor)
      return { type: 'scope', line, body }
    }
    default:
      return parseFiles(cursor, tag, line)
  }
}

function parseFiles(cursor: Cursor, tag: string, line: number): Statement {
  switch (tag) {
    case 'block': {
      const name = cursor.expect('name').text
      const scoped = cursor.skip('scoped')
      const required = cursor.skip('required')
      const body = block(cursor, 'endblock')
      close(cursor)
      cursor.skip(name)
      return { type: 'block', line, name, scoped, required, body }
    }
    case 'extends':
      return { type: 'extends', line, template: parseExpression(cursor) }
    case 'include': {
      const template = parseExpression(cursor)
      const ignoreMissing = cursor.isWord('ignore') && cursor.look().text === 'missing'
      if (ignoreMissing) {
        cursor.next()
        cursor.next()
      }
      return { type: 'include', line, template, ignoreMissing, withContext: parseContext(cursor, true) }
    }
    case 'import': {
      const template = parseExpression(cursor)
      cursor.expect('name', 'as')
      const name = cursor.expect('name').text
      return { type: 'import', line, template, name, withContext: parseContext(cursor, false) }
    }
    case 'from': {
      const template = parseExpression(cursor)
      cursor.expect('name', 'import')
      const names: [string, string][] = []
      let withContext: boolean | undefined
      while (cursor.is('name')) {
        if (cursor.isWord('with', 'without') && cursor.look().text === 'context') {
          withContext = parseContext(cursor, false)
          break
        }
        const name = cursor.next().text
        names.push([name, cursor.skip('as') ? cursor.expect('name').text : name])
        if (!cursor.skip(',')) break
      }
      return { type: 'from', line, template, names, withContext: withContext ?? parseContext(cursor, false) }
    }
    default:
      throw cursor.fail(`Encountered unknown tag '${tag}'.`)
  }
}

function parseContext(cursor: Cursor, usual: boolean): boolean {
  if (!cursor.isWord('with', 'without') || cursor.look().text !== 'context') return usual
  const given = cursor.next().text === 'with'
  cursor.next()
  return given
}

function parseIf(cursor: Cursor, line: number): Statement {
  const branches: { test: Expression; body: Statement[] }[] = []
  for (;;) {
    const test = parseTuple(cursor, { conditional: false })
    branches.push({ test, body: block(cursor, 'elif', 'else', 'endif') })
    const { text } = cursor.next()
    if (text === 'elif') continue
    const otherwise = text === 'else' ? block(cursor, 'endif') : []
    if (text === 'else') close(cursor)
    return { type: 'if', line, branches, otherwise }
  }
}

function parseFor(cursor: Cursor, line: number): Statement {
  const target = parseTarget(cursor, false)
  cursor.expect('name', 'in')
  const iterable = parseTuple(cursor, { conditional: false, ends: ['recursive'] })
  const condition = cursor.skip('if') ? parseExpression(cursor) : undefined
  const recursive = cursor.skip('recursive')
  const body = block(cursor, 'endfor', 'else')
  const otherwise = cursor.next().text === 'else' ? block(cursor, 'endfor') : undefined
  if (otherwise) close(cursor)
  return { type: 'for', line, target, iterable, condition, recursive, body, otherwise: otherwise ?? [] }
}

function parseSet(cursor: Cursor, line: number): Statement {
  const target = parseTarget(cursor, true)
  if (cursor.skip('=')) return { type: 'set', line, target, value: parseTuple(cursor) }
  const filter = cursor.isOp('|') ? parseFilterChain(cursor) : undefined
  const body = block(cursor, 'endset')
  close(cursor)
  return { type: 'set-block', line, target, filter, body }
}

function parseWith(cursor: Cursor, line: number): Statement {
  const pairs: [Target, Expression][] = []
  while (!cursor.is('block-end')) {
    if (pairs.length > 0) cursor.expect('op', ',')
    const target = parseTarget(cursor, false)
    cursor.expect('op', '=')
    pairs.push([target, parseExpression(cursor)])
  }
  const body = block(cursor, 'endwith')
  close(cursor)
  return { type: 'with', line, pairs, body }
}

function parseMacro(cursor: Cursor, name: string, end: string): MacroDefinition {
  const parameters = parseParameters(cursor)
  const body = block(cursor, end)
  close(cursor)
  return { name, parameters, body }
}

function parseParameters(cursor: Cursor): Parameter[] {
  const parameters: Parameter[] = []
  cursor.expect('op', '(')
  while (!cursor.isOp(')')) {
    if (parameters.length > 0) cursor.expect('op', ',')
    const name = cursor.expect('name').text
    if (cursor.skip('=')) parameters.push({ name, value: parseExpression(cursor) })
    else if (parameters.at(-1)?.value) throw cursor.fail('non-default argument follows default argument')
    else parameters.push({ name })
  }
  cursor.expect('op', ')')
  return parameters
}

/** `upper | trim(...)` of a filter block; `| upper` of a set block. */
function parseFilterChain(cursor: Cursor): Expression {
  cursor.skip('|')
  let filter = parseFilter(cursor, undefined, true)
  while (cursor.isOp('|')) filter = parseFilter(cursor, filter)
  return filter
}

const reserved = new Set(['true', 'false', 'none', 'True', 'False', 'None'])

function parseTarget(cursor: Cursor, namespaces: boolean): Target {
  const items: Target[] = []
  let isTuple = false
  do {
    if (items.length > 0) isTuple = true
    if (!cursor.is('name') && !cursor.isOp('(')) break
    items.push(parseOneTarget(cursor, namespaces))
  } while (cursor.skip(','))
  if (items.length === 0) throw cursor.unexpected('a name')
  return isTuple ? { type: 'tuple', items } : (items[0] as Target)
}

function parseOneTarget(cursor: Cursor, namespaces: boolean): Target {
  if (cursor.skip('(')) {
    const inner = parseTarget(cursor, namespaces)
    cursor.expect('op', ')')
    return inner
  }
  const { text: name } = cursor.expect('name')
  if (reserved.has(name)) throw cursor.fail(`cannot assign to '${name}'`)
  if (namespaces && cursor.skip('.')) return { type: 'namespace', name, attribute: cursor.expect('name').text }
  return { type: 'name', name }
}
