/** Templates that use other templates: include, import, extends, block. */

import { PythonError } from '../failure.ts'
import type { Statement } from '../syntax/ast.ts'
import { isDict } from '../values/dict.ts'
import { Callable, Special } from '../values/special.ts'
import { str } from '../values/text.ts'
import { defined, Undefined } from '../values/undefined.ts'
import { concatText } from './concat.ts'
import { evaluate } from './expression.ts'
import type { Block, Module, Run } from './run.ts'
import { Scope } from './scope.ts'
import { execute, type Frame } from './statement.ts'

/** The names that a template has set at its top, as `{% import %}` gives them. */
export class ImportedModule extends Special {
  readonly typeName = 'TemplateModule'
  private readonly scope: Scope
  private readonly outputs: readonly unknown[]
  constructor(scope: Scope, outputs: readonly unknown[]) {
    super()
    this.scope = scope
    this.outputs = outputs
  }
  attribute(name: string): unknown {
    return name.startsWith('_') || name === 'self' ? undefined : this.scope.values.get(name)
  }
  override text(): string {
    return concatText(this.outputs)
  }
}

/** A whole template: its own statements, or those of the one that it extends. */
export function executeTemplate(tree: readonly Statement[], run: Run, module: Module): unknown[] {
  collectBlocks(tree, run, module)
  if (run.blocks.size > 0)
    module.scope.set('self', new Self(name => concatText(renderBlock(name, module.scope, run)), run.blocks))
  const at = tree.findIndex(statement => statement.type === 'extends')
  const out: unknown[] = []
  if (at < 0) {
    execute(tree, { scope: module.scope, run, module, out })
    return out
  }
  const parent = tree[at] as Extract<Statement, { type: 'extends' }>
  execute(tree.slice(0, at), { scope: module.scope, run, module, out })
  run.line = parent.line
  const { tree: above, file } = load(evaluate(parent.template, module.scope, run), run, module)
  const silent: unknown[] = []
  const rest = tree.slice(at + 1).filter(statement => statement.type !== 'block' && statement.type !== 'output')
  execute(rest, { scope: module.scope, run, module, out: silent })
  return [...out, ...executeTemplate(above, run, { scope: module.scope, file })]
}

function collectBlocks(tree: readonly Statement[], run: Run, module: Module): void {
  for (const statement of tree) {
    if (statement.type === 'block') {
      const { name, body, scoped, required } = statement
      run.blocks.set(name, [...(run.blocks.get(name) ?? []), { body, scoped, required, module }])
    }
    for (const body of bodiesOf(statement)) collectBlocks(body, run, module)
  }
}

function bodiesOf(statement: Statement): readonly (readonly Statement[])[] {
  if (statement.type === 'if') return [...statement.branches.map(branch => branch.body), statement.otherwise]
  if (statement.type === 'for') return [statement.body, statement.otherwise]
  return 'body' in statement ? [statement.body] : []
}

/** The outputs of a block: the one of the template furthest down, which may ask for those above with super(). */
export function renderBlock(name: string, scope: Scope, run: Run, level = 0): unknown[] {
  const block: Block | undefined = run.blocks.get(name)?.[level]
  if (!block) throw new PythonError(`the block ${name} has no parent block`)
  if (block.required) throw new PythonError(`Required block '${name}' not found`)
  const inner = new Scope(scope)
  const above = (run.blocks.get(name)?.length ?? 0) > level + 1
  inner.set(
    'super',
    above
      ? new Callable('super', () => concatText(renderBlock(name, scope, run, level + 1)))
      : new Undefined(`there is no parent block called '${name}'.`, { name: 'super' }),
  )
  inner.set('self', new Self(block => concatText(renderBlock(block, scope, run)), run.blocks))
  const out: unknown[] = []
  execute(block.body, { scope: inner, run, module: block.module, out })
  return out
}

class Self extends Special {
  readonly typeName = 'TemplateReference'
  private readonly render: (name: string) => string
  private readonly blocks: ReadonlyMap<string, unknown>
  constructor(render: (name: string) => string, blocks: ReadonlyMap<string, unknown>) {
    super()
    this.render = render
    this.blocks = blocks
  }
  attribute(name: string): unknown {
    return this.blocks.has(name) ? new Callable(name, () => this.render(name)) : undefined
  }
}

export function include(node: Extract<Statement, { type: 'include' }>, names: unknown, frame: Frame): void {
  const { scope, run, module, out } = frame
  defined(names)
  const candidates = Array.isArray(names) ? names : [names]
  for (const name of candidates) {
    const found = run.load(str(name), module.file)
    if (!found) continue
    const inner = node.withContext ? { ...run, blocks: new Map<string, Block[]>() } : run.bare()
    const own = new Scope(node.withContext ? scope : undefined)
    out.push(...executeTemplate(found.tree, inner, { scope: own, file: found.file }))
    return
  }
  if (!node.ignoreMissing) throw notFound(candidates)
}

type Import = Extract<Statement, { type: 'import' | 'from' }>

export function importModule({ withContext }: Import, name: unknown, { scope, run, module }: Frame): ImportedModule {
  const { tree, file } = load(name, run, module)
  const inner = withContext ? { ...run, blocks: new Map<string, Block[]>() } : run.bare()
  const own = new Scope(withContext ? scope : undefined)
  return new ImportedModule(own, executeTemplate(tree, inner, { scope: own, file }))
}

export function fromImport(node: Extract<Statement, { type: 'from' }>, imported: ImportedModule, scope: Scope): void {
  for (const [name, alias] of node.names) {
    const value = imported.attribute(name)
    scope.set(
      alias,
      value === undefined
        ? new Undefined(`the template does not export the requested name '${name}'`, { name })
        : value,
    )
  }
}

function load(name: unknown, run: Run, module: Module): NonNullable<ReturnType<Run['load']>> {
  defined(name)
  const found = run.load(str(name), module.file)
  if (!found) throw notFound([name])
  return found
}

function notFound(names: readonly unknown[]): PythonError {
  const shown = names
    .map(name => (typeof name === 'object' && name !== null && isDict(name) ? '?' : str(name)))
    .join(', ')
  return new PythonError(`the template ${shown} does not exist`, { found: shown })
}
