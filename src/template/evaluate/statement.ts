/** The outputs of a template's statements, in order. */

import { learnDerived, usesOfSecrets } from '../../secret/index.ts'
import { PythonError } from '../failure.ts'
import { Namespace } from '../functions/objects.ts'
import { shortName } from '../lookups/index.ts'
import type { Expression, Statement, Target } from '../syntax/ast.ts'
import { iterate } from '../values/iterate.ts'
import { VerbatimText } from '../values/special.ts'
import { truth } from '../values/truth.ts'
import { concatText, concatValue, finalize } from './concat.ts'
import { call, evaluate, filter } from './expression.ts'
import { fromImport, importModule, include, renderBlock } from './files.ts'
import { Loop } from './loop.ts'
import { macro } from './macro.ts'
import type { Module, Run } from './run.ts'
import { Scope } from './scope.ts'

/** Why a list of statements ended before its end. */
type Exit = 'break' | 'continue' | undefined

/** Where statements stand, and where what they give goes. */
export type Frame = { readonly scope: Scope; readonly run: Run; readonly module: Module; readonly out: unknown[] }

/** Bodies within bodies: what Python's own limit of 1000 frames allows is less. */
const deepest = 500

export function execute(body: readonly Statement[], frame: Frame): Exit {
  const { nesting } = frame.run
  if (nesting.depth >= deepest) throw new PythonError('the template is nested too deeply, or loops without end')
  nesting.depth++
  try {
    for (const statement of body) {
      const exit = step(statement, frame)
      if (exit) return exit
    }
    return undefined
  } finally {
    nesting.depth--
  }
}

/** A body as the one value that it gives. */
export function renderBody(body: readonly Statement[], frame: Omit<Frame, 'out'>): unknown {
  const { run } = frame
  const out: unknown[] = []
  execute(body, { ...frame, out })
  return run.convert ? concatValue(out) : concatText(out)
}

function step(node: Statement, frame: Frame): Exit {
  const { scope, run, out } = frame
  switch (node.type) {
    case 'text':
      out.push(node.text)
      return undefined
    case 'output':
      run.line = node.line
      out.push(shown(output(node.value, scope, run), run))
      return undefined
    case 'if': {
      const branch = node.branches.find(({ test }) => truth(evaluate(test, scope, run)))
      return execute(branch ? branch.body : node.otherwise, frame)
    }
    case 'for':
      run.line = node.line
      loop({ node, depth: 0 }, evaluate(node.iterable, scope, run), frame)
      return undefined
    case 'set':
      assign(node.target, evaluate(node.value, scope, run), scope)
      return undefined
    case 'set-block': {
      const text = renderBody(node.body, { ...frame, scope: new Scope(scope) })
      assign(node.target, node.filter ? filtered(node.filter, text, scope, run) : text, scope)
      return undefined
    }
    case 'with': {
      const inner = new Scope(scope)
      for (const [target, value] of node.pairs) assign(target, evaluate(value, scope, run), inner)
      return execute(node.body, { ...frame, scope: inner })
    }
    case 'scope':
      return execute(node.body, { ...frame, scope: new Scope(scope) })
    case 'macro':
      scope.set(
        node.macro.name,
        macro(node.macro, scope, run, (body, inner) => renderBody(body, { ...frame, scope: inner })),
      )
      return undefined
    case 'call': {
      const caller = macro(node.caller, scope, run, (body, inner) => renderBody(body, { ...frame, scope: inner }))
      if (node.call.type !== 'call') throw new TypeError('a call block holds a call')
      out.push(finalize(call({ ...node.call, line: node.line, more: new Map([['caller', caller]]) }, scope, run)))
      return undefined
    }
    case 'filter':
      out.push(
        finalize(filtered(node.filter, renderBody(node.body, { ...frame, scope: new Scope(scope) }), scope, run)),
      )
      return undefined
    case 'do':
      evaluate(node.value, scope, run)
      return undefined
    case 'break':
    case 'continue':
      return node.type
    default:
      files(node, frame)
      return undefined
  }
}

function files(node: Statement, frame: Frame): void {
  const { scope, run, module, out } = frame
  run.line = node.line
  switch (node.type) {
    case 'block':
      out.push(...renderBlock(node.name, node.scoped ? scope : module.scope, run))
      return
    case 'include':
      include(node, evaluate(node.template, scope, run), frame)
      return
    case 'import':
      scope.set(node.name, importModule(node, evaluate(node.template, scope, run), frame))
      return
    case 'from':
      fromImport(node, importModule(node, evaluate(node.template, scope, run), frame), scope)
      return
    case 'extends':
      throw new PythonError('{% extends %} must stand at the top of a template, outside of other blocks')
    default:
      throw new TypeError(`${node.type} is not a statement of template files`)
  }
}

/** Filters whose text stays text, even if it looks like a list or mapping. */
const textFilters = new Set(['string', 'to_json', 'to_nice_json', 'to_yaml', 'to_nice_yaml', 'ppretty', 'json'])

function output(node: Expression, scope: Scope, run: Run): unknown {
  if (node.type === 'conditional' && truth(evaluate(node.test, scope, run))) return output(node.yes, scope, run)
  if (node.type === 'conditional' && node.otherwise) return output(node.otherwise, scope, run)
  const value = finalize(watched(() => evaluate(node, scope, run)))
  return typeof value === 'string' && isText(node, scope, run) ? new VerbatimText(value) : value
}

/** What is put out with a secret is one as well: it may stand in the middle of a text. */
function watched(work: () => unknown): unknown {
  const before = usesOfSecrets()
  const value = work()
  if (usesOfSecrets() !== before && typeof value === 'string' && value.length >= 8) learnDerived(value, '')
  return value
}

/** Text at once where only text is wanted: what comes later may change the value. */
function shown(value: unknown, run: Run): unknown {
  return run.convert ? value : concatText([value])
}

function isText(node: Expression, scope: Scope, run: Run): boolean {
  if (node.type === 'filter') return textFilters.has(shortName(node.name))
  return node.type === 'name' && scope.get(node.name) === undefined && run.isVerbatim(node.name)
}

/** The filters of a filter block, the innermost first. */
function filtered(node: Expression, text: unknown, scope: Scope, run: Run): unknown {
  if (node.type !== 'filter') throw new TypeError('a filter block holds filters')
  return filter(node, node.input ? filtered(node.input, text, scope, run) : text, scope, run)
}

type ForLoop = { readonly node: Extract<Statement, { type: 'for' }>; readonly depth: number }

function loop({ node, depth }: ForLoop, iterable: unknown, frame: Frame): void {
  const { scope, run } = frame
  const all = [...iterate(iterable)]
  const items = node.condition
    ? all.filter(item => truth(evaluate(node.condition as Expression, bound(node.target, item, scope), run)))
    : all
  const recurse = (inner: unknown, level: number): unknown => {
    const made: unknown[] = []
    loop({ node, depth: level }, inner, { ...frame, out: made })
    return run.convert ? concatValue(made) : concatText(made)
  }
  const state = new Loop(items, depth, node.recursive ? recurse : undefined)
  for (const item of items) {
    state.at++
    const inner = bound(node.target, item, scope)
    inner.set('loop', state)
    if (execute(node.body, { ...frame, scope: inner }) === 'break') break
  }
  if (items.length === 0) execute(node.otherwise, { ...frame, scope: new Scope(scope) })
}

function bound(target: Target, value: unknown, scope: Scope): Scope {
  const inner = new Scope(scope)
  assign(target, value, inner)
  return inner
}

export function assign(target: Target, value: unknown, scope: Scope): void {
  if (target.type === 'name') scope.set(target.name, value === undefined ? null : value)
  else if (target.type === 'namespace') {
    const namespace = scope.get(target.name)
    if (!(namespace instanceof Namespace)) throw new PythonError('cannot assign attribute on non-namespace object')
    namespace.set(target.attribute, value)
  } else {
    const items = iterate(value)
    if (items.length !== target.items.length)
      throw new PythonError(
        items.length < target.items.length
          ? `not enough values to unpack (expected ${target.items.length}, got ${items.length})`
          : `too many values to unpack (expected ${target.items.length})`,
      )
    for (const [i, part] of target.items.entries()) assign(part, items[i], scope)
  }
}
