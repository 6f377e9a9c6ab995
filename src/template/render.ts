/** Renders texts and data with variables, whose values are templates themselves: lazily, as Ansible does. */
import { type Place, SwkError } from '../errors/diagnostic.ts'
import { didYouMean } from '../errors/suggest.ts'
import { isNumber } from '../python/number.ts'
import { learnDerived, noteUse, Secret, uncounted, usesOfSecrets } from '../secret/index.ts'
import { hasTemplate } from './delimiters.ts'
import { type Environment, evaluateTree, type Form, renderTree } from './environment.ts'
import { atPlace, TemplateFailure } from './failure.ts'
import { type FileOptions, type FileTemplate, fileTemplate } from './header.ts'
import { padNewlines } from './newlines.ts'
import { isOmit } from './omit.ts'
import { readExpression, readTemplate, treeOf } from './parsed.ts'
import { checkCalls } from './plugins.ts'
import { type Dict, dict, entries } from './values/dict.ts'
import { toData } from './values/plain.ts'
import { Unsafe, VerbatimText } from './values/special.ts'
import { Undefined } from './values/undefined.ts'
import { find, hasTemplates, known, type Vars } from './vars.ts'

type At = (path: readonly (string | number)[]) => Place

/** `native`: exactly one `{{ expression }}` gives its value with its type, as Ansible with jinja2_native. */
export type RenderOptions = { readonly native?: boolean }

/** A text, as ansible-core 2.18 gives it: what looks like a list, a mapping or a boolean is one, all else text. Throws SwkError. */
export function render(text: string, vars: Vars, place?: Place, options: RenderOptions = {}): unknown {
  return placed(() => toData(unwrap(value(text, vars, options.native ? 'native' : 'value'))), place)
}

/** The text of a template file; errors stand at the line of `file`. Throws SwkError. */
export function renderFile(text: string, vars: Vars, file: string, options: FileOptions = {}): string {
  return inFile(text, file, options, template =>
    template.finish(template.isPlain ? template.text : renderWatched(template, vars, text, file)),
  )
}

function renderWatched({ read }: FileTemplate, vars: Vars, text: string, file: string): string {
  return watched(text, () => renderTree(read, environment(vars), 'text', file) as string)
}

/** Refuses a template file that cannot be parsed, though its values are not known yet. Throws SwkError. */
export function checkFile(text: string, file: string, options: FileOptions = {}): void {
  inFile(text, file, options, ({ read, isPlain }) => {
    if (isPlain) return
    treeOf<unknown>(read)
    checkCalls(read.uses.calls)
  })
}

function inFile<T>(text: string, file: string, options: FileOptions, work: (template: FileTemplate) => T): T {
  let above = 0
  try {
    const template = fileTemplate(text, options)
    above = template.lines
    return work(template)
  } catch (error) {
    if (!(error instanceof TemplateFailure)) throw error
    const line = (error.fault.line ?? 1) + above
    const source = text.split('\n')[line - 1] ?? ''
    const column = source.search(/\S/) + 1 || 1
    throw atPlace(error.fault, { file, line, column, length: source.trim().length || 1, source })
  }
}

/**
 * Data with all its texts rendered; keys too. Keys and items whose value is `omit` fall away. The very same object comes
 * back where nothing is to render. `at` tells the place of a path within the value. Throws SwkError with all that failed.
 */
export function renderData(data: unknown, vars: Vars, at?: At, options: RenderOptions = {}): unknown {
  return deep(data, [], { vars, at, options })
}

/** The value of an expression without its braces, with its type. Throws SwkError. */
export function evaluateExpression(text: string, vars: Vars, place?: Place): unknown {
  return placed(() => watched(text, () => toData(evaluateTree(readExpression(text), environment(vars)))), place)
}

type Around = { readonly vars: Vars; readonly at?: At | undefined; readonly options?: RenderOptions }

function deep(data: unknown, path: readonly (string | number)[], around: Around): unknown {
  const { vars, at, options } = around
  if (!hasTemplates(data)) return data
  if (data instanceof Unsafe) return data.text
  // What was encrypted is no template, as in Ansible.
  if (data instanceof Secret) return data.reveal()
  if (typeof data === 'string') return render(data, vars, at?.(path), options)
  const failures: SwkError[] = []
  const attempt = (item: unknown, key: string | number): unknown => {
    try {
      return deep(item, [...path, key], around)
    } catch (error) {
      if (!(error instanceof SwkError)) throw error
      failures.push(error)
      return undefined
    }
  }
  const name = (key: unknown): unknown =>
    typeof key === 'string' && hasTemplate(key) ? String(render(key, vars, at?.([...path, key]))) : key
  const result = Array.isArray(data)
    ? data.map(attempt).filter(item => !isOmit(item))
    : toData(
        dict(
          [...entries(data as Dict)]
            .map(([key, item]) => [name(key), attempt(item, String(key))] as const)
            .filter(([, item]) => !isOmit(item)),
        ),
      )
  if (failures.length > 0) throw new SwkError(failures.flatMap(failure => failure.diagnostics))
  return result
}

const single = /^\{\{\s*(\w*)\s*\}\}\n?$/

/** What a text gives; a VerbatimText keeps that it is text whatever it looks like. */
function value(text: string, vars: Vars, form: Form): unknown {
  return watched(text, () => uncheckedValue(text, vars, form))
}

/** A text that is made with a secret is one as well. */
function watched<T>(source: string, work: () => T): T {
  const before = usesOfSecrets()
  const result = work()
  const text = unwrap(result)
  if (usesOfSecrets() !== before && typeof text === 'string') learnDerived(text, source)
  return result
}

function uncheckedValue(text: string, vars: Vars, form: Form): unknown {
  if (!hasTemplate(text)) return text
  const name = single.exec(text)?.[1]
  if (name !== undefined) {
    const written = find(name, vars)?.values[name]
    if (isNumber(written) || written === null) return written
  }
  const read = readTemplate(text)
  const result = renderTree(read, environment(vars), form)
  if (typeof result !== 'string') return result
  const padded = padNewlines(text, result)
  const [only] = read.parsed.type === 'tree' ? read.parsed.tree : []
  const isVerbatim =
    read.parsed.type === 'tree' &&
    read.parsed.tree.length === 1 &&
    only?.type === 'output' &&
    /^[{[]|^(?:True|False)$/.test(padded)
  return isVerbatim ? new VerbatimText(padded) : padded
}

function unwrap(result: unknown): unknown {
  return result instanceof VerbatimText ? result.text : result
}

/** `files` of the variables are what their templates may read. */
function environment(vars: Vars): Environment {
  return {
    variable: name => variable(name, vars),
    isVerbatim: name => isVerbatim(name, vars),
    names: () => known(vars),
    files: vars.files,
    render: (text, more = {}, file) => {
      const inner: Vars = { ...vars, layers: [{ values: more, data: true }, ...vars.layers], rendered: new Map() }
      return file === undefined ? unwrap(value(text, inner, 'value')) : renderFile(text, inner, file)
    },
  }
}

function isVerbatim(name: string, vars: Vars): boolean {
  const found = vars.rendered.get(name)
  return found !== undefined && 'value' in found && found.value instanceof VerbatimText
}

/** The value of a variable; Undefined where nothing defines it, or where its own value is undefined. */
function variable(name: string, vars: Vars): unknown {
  const layer = find(name, vars)
  if (!layer) {
    const hint = didYouMean(name, known(vars))
    return new Undefined(`'${name}' is undefined`, { name, ...(hint && { hint }) })
  }
  const written = layer.values[name]
  if (layer.data || !hasTemplates(written)) return written === undefined ? null : noteUse(written)
  try {
    return noteUse(unwrap(uncounted(() => lookup(name, written, vars))))
  } catch (failure) {
    if (failure instanceof TemplateFailure && failure.fault.code === 'undefined-variable')
      return new Undefined(failure.fault.message, { name, failure })
    throw failure
  }
}

/** A variable is rendered once for these variables. */
function lookup(name: string, written: unknown, vars: Vars): unknown {
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
    const rendered = typeof written === 'string' ? value(written, vars, 'value') : deep(written, [], { vars })
    vars.rendered.set(name, { value: rendered })
    return rendered
  } catch (error) {
    const failure = within(name, error)
    vars.rendered.set(name, { failure })
    throw failure
  } finally {
    vars.open.delete(name)
  }
}

/** The error of a variable's value, with the variable's name and without a line, which would be that of its own text. */
function within(name: string, error: unknown): unknown {
  const fault =
    error instanceof TemplateFailure ? error.fault : error instanceof SwkError ? error.diagnostics[0] : undefined
  // What cannot be decrypted knows where it is written.
  if (!fault || fault.code === 'vault-locked') return error
  const { line: _line, place: _place, ...rest } = fault as TemplateFailure['fault'] & { place?: Place }
  return new TemplateFailure({ ...rest, message: `${rest.message} (in the variable ${name})` })
}

function placed<T>(work: () => T, place?: Place): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof TemplateFailure ? atPlace(error.fault, place) : error
  }
}
