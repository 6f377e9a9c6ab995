/** One rendering put together: variables, plugins, files. */

import { concatText, concatValue, finalize } from './evaluate/concat.ts'
import type { Context } from './evaluate/context.ts'
import { evaluate } from './evaluate/expression.ts'
import { executeTemplate } from './evaluate/files.ts'
import type { Run } from './evaluate/run.ts'
import { Scope } from './evaluate/scope.ts'
import { PythonError, TemplateFailure } from './failure.ts'
import type { Files } from './files.ts'
import { type Read, readFile, treeOf } from './parsed.ts'
import { callPlugin, checkCalls, findPlugin } from './plugins.ts'
import type { Expression, Statement } from './syntax/ast.ts'
import { dict, entries, isDict } from './values/dict.ts'
import { Undefined } from './values/undefined.ts'

/** What a rendering asks for. */
export type Environment = {
  readonly variable: (name: string) => unknown
  readonly isVerbatim: (name: string) => boolean
  readonly names: () => Iterable<string>
  readonly render: Context['render']
  readonly files: Files | undefined
}

/** How the outputs of a text come together: as Ansible gives them, as text, or as the value of its one expression. */
export type Form = 'value' | 'text' | 'native'

/** The value of an expression; what is undefined fails. Throws TemplateFailure. */
export function evaluateTree(read: Read<Expression>, environment: Environment): unknown {
  return guarded(read, environment, 'value', run => finalizeNone(evaluate(treeOf(read), new Scope(), run)))
}

/** What a template gives. Throws TemplateFailure. */
export function renderTree(
  read: Read<readonly Statement[]>,
  environment: Environment,
  form: Form,
  file?: string,
): unknown {
  return guarded(read, environment, form, run => {
    const tree = treeOf(read)
    const [only] = tree
    if (form === 'native' && tree.length === 1 && only?.type === 'output')
      return finalizeNone(evaluate(only.value, new Scope(), run))
    const outputs = executeTemplate(tree, run, { scope: new Scope(), file })
    return form === 'text' ? concatText(outputs) : concatValue(outputs)
  })
}

/** None stays what it is. */
function finalizeNone(value: unknown): unknown {
  return value === null ? null : finalize(value)
}

function guarded<T, R>(read: Read<T>, environment: Environment, form: Form, work: (run: Run) => R): R {
  treeOf(read)
  checkCalls(read.uses.calls)
  const run = createRun(environment, form, read.uses.changes)
  try {
    return work(run)
  } catch (error) {
    if (error instanceof RangeError)
      throw new TemplateFailure({
        code: 'template-error',
        message: 'the template is nested too deeply, or loops without end',
        line: run.line,
      })
    if (!(error instanceof TemplateFailure) || error.fault.line !== undefined) throw error
    throw new TemplateFailure({ ...error.fault, line: run.line })
  }
}

function createRun(environment: Environment, form: Form, changes: boolean): Run {
  const known = new Map<string, unknown>()
  const variable = (name: string): unknown => {
    if (known.has(name)) return known.get(name)
    const value = environment.variable(name)
    const own = changes ? copy(value) : value
    known.set(name, own)
    return own
  }
  const context: Context = {
    variable,
    names: environment.names,
    files: environment.files,
    render: environment.render,
    hasFilter: name => has('filter', name),
    hasTest: name => has('test', name),
    callFilter: (name, value, args, keywords) =>
      callPlugin({ kind: 'filter', name }, context, { value, args, keywords }),
    callTest: (name, value, args, keywords) =>
      callPlugin({ kind: 'test', name }, context, { value, args, keywords }) === true,
  }
  const shared = {
    context,
    isVerbatim: environment.isVerbatim,
    convert: form !== 'text',
    load: (name: string, from: string | undefined) => load(environment.files, name, from),
    nesting: { depth: 0 },
    line: 1,
  }
  const bare = (): Run => ({
    ...shared,
    variable: name => new Undefined(`'${name}' is undefined`, { name }),
    blocks: new Map(),
    bare,
  })
  return { ...shared, variable, blocks: new Map(), bare }
}

function has(kind: 'filter' | 'test', name: string): boolean {
  try {
    return findPlugin(kind, name) !== undefined
  } catch (error) {
    if (error instanceof TemplateFailure) return false
    throw error
  }
}

function load(
  files: Files | undefined,
  name: string,
  _from: string | undefined,
): { tree: readonly Statement[]; file: string } | undefined {
  if (!files) throw new PythonError('a template cannot include, import or extend another one here', { found: name })
  const file = files.find(name, 'templates')
  if (file === undefined) return undefined
  const read = readFile(files.read(file))
  try {
    checkCalls(read.uses.calls)
    return { tree: treeOf(read), file }
  } catch (error) {
    if (!(error instanceof TemplateFailure)) throw error
    const { line, ...fault } = error.fault
    throw new TemplateFailure({ ...fault, message: `${error.fault.message} (in ${file}:${line ?? 1})` })
  }
}

/** Lists and mappings that the template may change. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.constructor === Array ? value.map(copy) : value
  if (typeof value !== 'object' || value === null || !isDict(value)) return value
  return dict([...entries(value)].map(([key, item]) => [key, copy(item)]))
}
