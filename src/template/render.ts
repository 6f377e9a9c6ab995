/** Renders texts and data with variables, whose values are templates themselves: lazily, as Ansible does. */
import { type Place, SwkError } from '../errors/diagnostic.ts'
import { didYouMean } from '../errors/suggest.ts'
import { type Analysis, analyseExpression, analyseTemplate } from './analyse.ts'
import { evaluate, renderText } from './engine.ts'
import { atPlace, TemplateFailure } from './failure.ts'
import { hasTemplate } from './lex.ts'
import { isOmit } from './omit.ts'
import { chain, follow } from './simple.ts'
import { find, hasTemplates, known, type Vars } from './vars.ts'

/** A text: exactly one `{{ expression }}` gives its typed value, all else a text. Throws SwkError. */
export function render(text: string, vars: Vars, place?: Place): unknown {
  return placed(() => value(text, vars), place)
}

/** The text of a template file; errors stand at the line of `file`. Throws SwkError. */
export function renderFile(text: string, vars: Vars, file: string): string {
  if (/^#jinja2:/.test(text)) {
    const message = 'a #jinja2: line at the head of a template is not supported yet'
    throw new SwkError({
      code: 'not-supported',
      message,
      place: { file, line: 1, column: 1, source: text.split('\n')[0] ?? '' },
    })
  }
  try {
    return hasTemplate(text) ? withContext(analyseTemplate(text), vars, renderText) : text
  } catch (error) {
    if (!(error instanceof TemplateFailure)) throw error
    const line = error.fault.line ?? 1
    const source = text.split('\n')[line - 1] ?? ''
    const column = source.search(/\S/) + 1 || 1
    throw atPlace(error.fault, { file, line, column, length: source.trim().length || 1, source })
  }
}

/**
 * Data with all its texts rendered; keys too. Keys and items whose value is `omit` fall away. The very same object comes
 * back where nothing is to render. `at` tells the place of a path within the value. Throws SwkError with all that failed.
 */
export function renderData(data: unknown, vars: Vars, at?: (path: readonly (string | number)[]) => Place): unknown {
  return deep(data, vars, [], at)
}

/** The value of an expression without its braces. Throws SwkError. */
export function evaluateExpression(text: string, vars: Vars, place?: Place): unknown {
  return placed(() => expression(analyseExpression(text), vars), place)
}

function deep(
  data: unknown,
  vars: Vars,
  path: readonly (string | number)[],
  at?: (path: readonly (string | number)[]) => Place,
): unknown {
  if (!hasTemplates(data)) return data
  if (typeof data === 'string') return render(data, vars, at?.(path))
  const failures: SwkError[] = []
  const attempt = (item: unknown, key: string | number): unknown => {
    try {
      return deep(item, vars, [...path, key], at)
    } catch (error) {
      if (!(error instanceof SwkError)) throw error
      failures.push(error)
      return undefined
    }
  }
  const result = Array.isArray(data)
    ? data.map(attempt).filter(item => !isOmit(item))
    : Object.fromEntries(
        Object.entries(data as object)
          .map(([key, item]) => [
            hasTemplate(key) ? String(render(key, vars, at?.([...path, key]))) : key,
            attempt(item, key),
          ])
          .filter(([, item]) => !isOmit(item)),
      )
  if (failures.length > 0) throw new SwkError(failures.flatMap(failure => failure.diagnostics))
  return result
}

function value(text: string, vars: Vars): unknown {
  if (!hasTemplate(text)) return text
  const analysis = analyseTemplate(text)
  if (!analysis.single) return withContext(analysis, vars, renderText)
  return expression(analyseExpression(text.replace(/^\{\{[-+]?|[-+]?\}\}$/g, '')), vars)
}

function expression(analysis: Analysis, vars: Vars): unknown {
  const simple = chain(analysis.single ?? [])
  if (!simple) return withContext(analysis, vars, evaluate)
  const layer = find(simple.root, vars)
  if (!layer) throw notDefined(simple.root, vars)
  const root = lookup(simple.root, vars)
  const found = follow(root, simple.steps)
  if (found.value !== undefined) return found.value
  const parent = follow(root, simple.steps.slice(0, found.at)).value
  const name = [simple.root, ...simple.steps.slice(0, found.at + 1)].join('.')
  const hint =
    typeof parent === 'object' && parent !== null
      ? didYouMean(String(simple.steps[found.at]), Object.keys(parent))
      : undefined
  throw new TemplateFailure({
    code: 'undefined-variable',
    message: `${name} is not defined`,
    name,
    ...(hint && { hint }),
  })
}

/** Evaluates with the variables that the text names; one whose own value fails counts as undefined until it is used. */
function withContext<T>(
  analysis: Analysis,
  vars: Vars,
  work: (analysis: Analysis, context: Readonly<Record<string, unknown>>, missing: ReadonlySet<string>) => T,
): T {
  const context: Record<string, unknown> = {}
  const missing = new Set<string>()
  const failures = new Map<string, unknown>()
  for (const name of analysis.names.keys()) {
    if (!find(name, vars)) missing.add(name)
    else
      try {
        context[name] = lookup(name, vars)
      } catch (error) {
        failures.set(name, error)
        missing.add(name)
      }
  }
  try {
    return work(analysis, context, missing)
  } catch (error) {
    if (!(error instanceof TemplateFailure) || error.fault.code !== 'undefined-variable') throw error
    const root = /^\w+/.exec(error.fault.name ?? '')?.[0] ?? ''
    if (failures.has(root)) throw failures.get(root)
    throw missing.has(root) ? notDefined(root, vars, error.fault.line) : error
  }
}

/** The value of a variable, rendered once for these variables. */
function lookup(name: string, vars: Vars): unknown {
  const layer = find(name, vars)
  const written = layer?.values[name]
  if (layer?.data || !hasTemplates(written)) return written
  const before = vars.rendered.get(name)
  if (before && 'value' in before) return before.value
  if (before) throw before.failure
  if (vars.open.has(name))
    throw new TemplateFailure({
      code: 'template-error',
      message: `the variable ${name} is defined by itself`,
      found: String([...vars.open, name].join(' -> ')),
    })
  vars.open.add(name)
  try {
    const rendered = variable(name, written, vars)
    vars.rendered.set(name, { value: rendered })
    return rendered
  } catch (failure) {
    vars.rendered.set(name, { failure })
    throw failure
  } finally {
    vars.open.delete(name)
  }
}

function variable(name: string, written: unknown, vars: Vars): unknown {
  try {
    return typeof written === 'string' ? value(written, vars) : deep(written, vars, [])
  } catch (error) {
    const fault =
      error instanceof TemplateFailure ? error.fault : error instanceof SwkError ? error.diagnostics[0] : undefined
    if (!fault) throw error
    const { line: _line, ...rest } = fault as TemplateFailure['fault']
    throw new TemplateFailure({ ...rest, message: `${rest.message} (in the variable ${name})` })
  }
}

function notDefined(name: string, vars: Vars, line?: number): TemplateFailure {
  const hint = didYouMean(name, known(vars))
  return new TemplateFailure({
    code: 'undefined-variable',
    message: `the variable ${name} is not defined`,
    name,
    ...(line !== undefined && { line }),
    ...(hint && { hint }),
  })
}

function placed<T>(work: () => T, place?: Place): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof TemplateFailure ? atPlace(error.fault, place) : error
  }
}
