/**
 * The template engine: minijinja as WebAssembly, loaded when the first text needs it. The one file that imports it.
 * A callback that throws would end the whole WebAssembly instance, so filters note what went wrong instead.
 */
import { createRequire } from 'node:module'
import type { Environment } from 'minijinja-js'
import { didYouMean } from '../errors/suggest.ts'
import { type Analysis, compose } from './analyse.ts'
import { undefinedMark } from './chain.ts'
import { TemplateFailure } from './failure.ts'
import { dataFilters } from './filters/data.ts'
import { type Filter, plain, positional } from './filters/filter.ts'
import { tests } from './filters/tests.ts'
import { textFilters } from './filters/text.ts'
import { builtinFilters, builtinTests, functions } from './known.ts'

type Context = Readonly<Record<string, unknown>>

/** The typed value of an expression; undefined is null. Throws TemplateFailure. */
export function evaluate(analysis: Analysis, context: Context, missing: ReadonlySet<string>): unknown {
  return plain(run(analysis, missing, (env, text) => env.evalExpr(text, context)))
}

/** The text that a template gives. Throws TemplateFailure. */
export function renderText(analysis: Analysis, context: Context, missing: ReadonlySet<string>): string {
  return run(analysis, missing, (env, text) => env.renderStr(text, context)) as string
}

/** Refuses what cannot be parsed, and filters, tests and functions that do not exist, without any value. Throws TemplateFailure. */
export function checkSyntax(analysis: Analysis, kind: 'expression' | 'template'): void {
  checkNames(analysis)
  run(analysis, new Set(), (env, text) => {
    env.addTemplate('check', kind === 'expression' ? `{{ ${text} }}` : text)
    env.removeTemplate('check')
  })
}

let environment: Environment | undefined
let callbackFailure: string | undefined

function run(
  analysis: Analysis,
  missing: ReadonlySet<string>,
  work: (env: Environment, text: string) => unknown,
): unknown {
  checkNames(analysis)
  environment ??= createEnvironment()
  const text = compose(analysis, missing)
  callbackFailure = undefined
  let result: unknown
  try {
    result = work(environment, text)
  } catch (error) {
    throw explain(error instanceof Error ? error.message : String(error))
  }
  if (callbackFailure !== undefined) throw new TemplateFailure({ code: 'template-error', message: callbackFailure })
  return result
}

function createEnvironment(): Environment {
  const jinja = createRequire(import.meta.url)('minijinja-js') as typeof import('minijinja-js')
  const env = new jinja.Environment()
  env.enablePyCompat()
  env.undefinedBehavior = 'strict'
  env.debug = true
  env.trimBlocks = true
  env.keepTrailingNewline = true
  for (const [name, filter] of Object.entries({ ...textFilters, ...dataFilters }))
    env.addFilter(name, callback(name, filter))
  for (const [name, test] of Object.entries(tests)) env.addTest(name, callback(name, test))
  return env
}

function callback(name: string, { run, params }: Filter): (value: unknown, ...args: unknown[]) => unknown {
  return (value, ...args) => {
    try {
      return run(plain(value), ...positional(params, args))
    } catch (error) {
      callbackFailure ??= `${name}: ${error instanceof Error ? error.message : String(error)}`
      return undefined
    }
  }
}

function checkNames({ filters, tests: used, functions: called, files }: Analysis): void {
  if (files)
    throw new TemplateFailure({
      code: 'not-supported',
      message: 'a template cannot include, import or extend another one yet',
    })
  for (const name of called) {
    if (functions.has(name)) continue
    if (/^(lookup|query|q|now|undef)$/.test(name))
      throw new TemplateFailure({
        code: 'not-supported',
        message: `${name}() is not supported`,
        hint: 'set the value in a variable',
      })
    throw unknown('function', name, functions)
  }
  for (const name of filters) if (!knownFilters.has(name)) throw unknown('filter', name, knownFilters)
  for (const name of used) if (!knownTests.has(name)) throw unknown('test', name, knownTests)
}

export const knownFilters: ReadonlySet<string> = new Set([
  ...builtinFilters,
  ...Object.keys(textFilters),
  ...Object.keys(dataFilters),
])
export const knownTests: ReadonlySet<string> = new Set([...builtinTests, ...Object.keys(tests)])

function unknown(what: string, name: string, possible: ReadonlySet<string>): TemplateFailure {
  const hint = didYouMean(
    name,
    [...possible].filter(other => !other.startsWith('swk_')),
  )
  return new TemplateFailure({
    code: 'template-error',
    message: `${name} is not a ${what}`,
    found: name,
    ...(hint && { hint }),
  })
}

/** minijinja's message: "kind: what (in <string>:3)", then the source with carets under the line that is marked with `>`. */
function explain(report: string): TemplateFailure {
  if (/unreachable|recursive use of an object|memory access/.test(report)) {
    environment = undefined
    return new TemplateFailure({
      code: 'template-error',
      message: 'the template is nested too deeply, or loops without end',
    })
  }
  const [first = '', ...rest] = report.split('\n')
  const [, message = first, line] = /^(.*?)(?: \(in .*:(\d+)\))?$/.exec(first) ?? []
  const marked = rest.findIndex(text => /^\s+\d+ > /.test(text))
  const spot = line === undefined || line === '0' ? {} : { line: Number(line) }
  if (!message.startsWith('undefined value'))
    return new TemplateFailure({
      code: 'template-error',
      message: message.replace(/^invalid operation: /, ''),
      ...spot,
    })
  const name = culprit(rest[marked] ?? '', rest[marked + 1] ?? '')
  return new TemplateFailure({
    code: 'undefined-variable',
    message: `${name ?? 'a value'} is not defined`,
    ...spot,
    ...(name && { name }),
  })
}

/** The undefined expression: what the carets underline, back to where it begins, without what swk added. */
function culprit(source: string, carets: string): string | undefined {
  const start = carets.indexOf('^')
  if (start < 0) return undefined
  const before = /[\w.[\]'"]*$/.exec(source.slice(0, start))?.[0] ?? ''
  const text = before + source.slice(start, carets.lastIndexOf('^') + 1)
  const name = text.split(`.${undefinedMark}`)[0]?.replace(/^\W+/, '')
  return name === '' ? undefined : name
}
