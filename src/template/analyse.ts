/** What a tree uses: variables, filters, tests, functions. Pure. */
import { functions } from './functions/index.ts'
import { changing } from './methods/index.ts'
import type { Arguments, Expression, MacroDefinition, Statement, Target } from './syntax/ast.ts'
import { endTests } from './tests/results.ts'

/**
 * `used`: some use fails where the variable is undefined; `guarded`: some is behind `default` or `is defined`; `judged`: every use only
 * queries how the task of a result ended (`r is changed`, `r.failed`).
 */
export type Use = { readonly used: boolean; readonly guarded: boolean; readonly judged: boolean }

/** A call of a filter, test, function or lookup as it is written. `hasValue`: what it works on is its first argument. */
export type PluginCall = {
  readonly kind: 'filter' | 'test' | 'function'
  readonly name: string
  readonly args: Arguments
  readonly hasValue: boolean
  readonly line: number
}

export type Uses = {
  readonly names: ReadonlyMap<string, Use>
  readonly calls: readonly PluginCall[]
  /** Templates that it includes, imports or extends, or gives by a lookup, where their names are written as text. */
  readonly templates: ReadonlySet<string>
  /** True where it calls methods that change values: it works on copies. */
  readonly changes: boolean
}

export function noUses(names: ReadonlySet<string>): Uses {
  return {
    names: new Map([...names].map(name => [name, { used: true, guarded: false, judged: false }])),
    calls: [],
    templates: new Set(),
    changes: false,
  }
}

export function analyseExpressionTree(tree: Expression): Uses {
  const reader = new Reader()
  reader.expression(tree, new Set())
  return reader
}

export function analyseTemplateTree(tree: readonly Statement[]): Uses {
  const reader = new Reader()
  reader.body(tree, new Set())
  return reader
}

/** Names that Jinja itself gives. */
const special = ['loop', 'self', 'super', 'caller', 'varargs', 'kwargs']

const guards = new Set(['default', 'd'])
const definedTests = new Set(['defined', 'undefined'])
const endings = new Set(['changed', 'failed'])

/** Sets of local names are changed as statements set more of them, and copied for each block within. */
type Locals = Set<string>

class Reader implements Uses {
  readonly names = new Map<string, Use>()
  readonly calls: PluginCall[] = []
  readonly templates = new Set<string>()
  changes = false

  body(statements: readonly Statement[], locals: Locals): void {
    for (const statement of statements) this.statement(statement, locals)
  }

  private inner(statements: readonly Statement[], locals: Locals, names: readonly string[] = []): void {
    this.body(statements, new Set([...locals, ...names]))
  }

  private statement(node: Statement, locals: Locals): void {
    switch (node.type) {
      case 'output':
      case 'do':
        this.expression(node.value, locals)
        return
      case 'if':
        for (const { test, body } of node.branches) {
          this.expression(test, locals)
          this.body(body, locals)
        }
        this.body(node.otherwise, locals)
        return
      case 'for': {
        this.expression(node.iterable, locals)
        const own = targetNames(node.target)
        if (node.condition) this.expression(node.condition, new Set([...locals, ...own]))
        this.inner(node.body, locals, own)
        this.inner(node.otherwise, locals)
        return
      }
      case 'set':
        this.expression(node.value, locals)
        addAll(locals, targetNames(node.target))
        return
      case 'set-block':
        this.inner(node.body, locals)
        if (node.filter) this.expression(node.filter, locals)
        addAll(locals, targetNames(node.target))
        return
      case 'with': {
        const own = new Set(locals)
        for (const [target, value] of node.pairs) {
          this.expression(value, own)
          addAll(own, targetNames(target))
        }
        this.body(node.body, own)
        return
      }
      case 'macro':
        locals.add(node.macro.name)
        this.macro(node.macro, locals)
        return
      case 'call':
        this.expression(node.call, locals)
        this.macro(node.caller, locals)
        return
      case 'filter':
        this.expression(node.filter, locals)
        this.inner(node.body, locals)
        return
      case 'scope':
      case 'block':
        this.inner(node.body, locals)
        return
      case 'extends':
      case 'include':
        this.template(node.template, locals)
        return
      case 'import':
        this.template(node.template, locals)
        locals.add(node.name)
        return
      case 'from':
        this.template(node.template, locals)
        for (const [, alias] of node.names) locals.add(alias)
        return
      default:
        return
    }
  }

  private template(name: Expression, locals: Locals): void {
    for (const part of name.type === 'list' || name.type === 'tuple' ? name.items : [name])
      if (part.type === 'constant' && typeof part.value === 'string') this.templates.add(part.value)
    this.expression(name, locals)
  }

  private macro({ parameters, body }: MacroDefinition, locals: Locals): void {
    const own = new Set(locals)
    for (const { name, value } of parameters) {
      if (value) this.expression(value, own)
      own.add(name)
    }
    this.body(body, own)
  }

  /** `guarded`: what stands around the expression does not fail where it is undefined. */
  expression(node: Expression, locals: Locals, guarded = false): void {
    switch (node.type) {
      case 'constant':
        return
      case 'name':
        this.name(node.name, locals, guarded)
        return
      case 'attribute':
        if (node.object.type === 'name') this.name(node.object.name, locals, guarded, endings.has(node.name))
        else this.expression(node.object, locals, guarded)
        return
      case 'item':
        this.expression(node.object, locals, guarded)
        this.expression(node.index, locals)
        return
      case 'call':
        this.call(node, locals, guarded)
        return
      case 'filter':
        this.calls.push({ kind: 'filter', name: node.name, args: node.args, hasValue: true, line: node.line })
        if (node.input) this.expression(node.input, locals, guards.has(node.name))
        this.arguments(node.args, locals)
        return
      case 'test':
        this.calls.push({ kind: 'test', name: node.name, args: node.args, hasValue: true, line: node.line })
        if (node.input.type === 'name' && judges(node.name)) this.name(node.input.name, locals, false, true)
        else this.expression(node.input, locals, definedTests.has(node.name))
        this.arguments(node.args, locals)
        return
      default:
        for (const part of partsOf(node)) this.expression(part, locals)
    }
  }

  private call({ callee, args, line }: Extract<Expression, { type: 'call' }>, locals: Locals, guarded: boolean): void {
    if (callee.type === 'name') {
      if (!locals.has(callee.name) && !special.includes(callee.name)) {
        this.calls.push({ kind: 'function', name: callee.name, args, hasValue: false, line })
        if (/^(?:lookup|query|q)$/.test(callee.name)) this.lookup(args)
      }
    } else {
      if (callee.type === 'attribute' && changing.has(callee.name)) this.changes = true
      this.expression(callee, locals, guarded)
    }
    this.arguments(args, locals)
  }

  /** `lookup('vars', 'name')` uses the variable, `lookup('template', 'name')` what the template uses. */
  private lookup({ positional: [kind, ...names] }: Arguments): void {
    const name = kind?.type === 'constant' ? String(kind.value).replace(/^ansible\.builtin\./, '') : ''
    for (const part of names) {
      if (part.type !== 'constant' || typeof part.value !== 'string') continue
      if (name === 'vars') this.note(part.value, true)
      if (name === 'template') this.templates.add(part.value)
    }
  }

  private arguments({ positional, keywords, rest, mapping }: Arguments, locals: Locals): void {
    for (const part of [...positional, ...keywords.map(([, value]) => value)]) this.expression(part, locals)
    if (rest) this.expression(rest, locals)
    if (mapping) this.expression(mapping, locals)
  }

  /** A variable hides the function of its name; without one, the function is there. */
  private name(name: string, locals: Locals, guarded: boolean, judged = false): void {
    if (!locals.has(name) && !special.includes(name)) this.note(name, guarded || functions.has(name), judged)
  }

  private note(name: string, guarded: boolean, judged = false): void {
    const before = this.names.get(name)
    this.names.set(name, {
      used: before?.used || !guarded,
      guarded: before?.guarded || guarded,
      judged: judged && (before?.judged ?? true),
    })
  }
}

/** Tests that only read whether the task of a result changed something, failed or was skipped. */
const judges = (test: string): boolean => endTests.has(test.replace(/^ansible\.builtin\./, ''))

function partsOf(node: Expression): readonly Expression[] {
  switch (node.type) {
    case 'list':
    case 'tuple':
    case 'concat':
      return node.items
    case 'dict':
      return node.pairs.flat()
    case 'slice':
      return [node.start, node.stop, node.step].filter(part => part !== undefined)
    case 'not':
    case 'signed':
      return [node.value]
    case 'and':
    case 'or':
    case 'binary':
      return [node.left, node.right]
    case 'compare':
      return [node.first, ...node.rest.map(([, operand]) => operand)]
    case 'conditional':
      return [node.test, node.yes, ...(node.otherwise ? [node.otherwise] : [])]
    default:
      return []
  }
}

function targetNames(target: Target): readonly string[] {
  if (target.type === 'tuple') return target.items.flatMap(targetNames)
  return target.type === 'name' ? [target.name] : []
}

function addAll(locals: Locals, names: readonly string[]): void {
  for (const name of names) locals.add(name)
}
