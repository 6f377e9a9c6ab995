/** Which variables a value depends on, through the values of other variables. Pure. */
import { noUses, type Uses } from './analyse.ts'
import { withoutBraces } from './braces.ts'
import { hasTemplate } from './delimiters.ts'
import { TemplateFailure } from './failure.ts'
import { type FileOptions, fileTemplate } from './header.ts'
import { readExpression, readTemplate } from './parsed.ts'
import { entries, isDict } from './values/dict.ts'
import { find, hasTemplates, type Vars } from './vars.ts'

/** Names of variables whose values a text may need: all but what it defines itself, filters, tests and attributes. */
export function names(text: string): Set<string> {
  return new Set(readTemplate(text).uses.names.keys())
}

/** The same for a condition (when, changed_when). */
export function conditionNames(text: string): Set<string> {
  return new Set(readExpression(text).uses.names.keys())
}

/** All names that the texts of a value use, and those that these variables' own values use. */
export function reach(value: unknown, vars: Vars): Set<string> {
  return follow(textUses(value), vars)
}

/** The same for a condition. */
export function expressionReach(condition: string, vars: Vars): Set<string> {
  return follow([conditionUses(condition)], vars)
}

/** Names of results that a condition, with the variables that it uses, only queries for how their tasks ended. */
export function judgedNames(condition: string, vars: Vars): Set<string> {
  const uses = conditionUses(condition)
  const judged = [...uses.names].filter(([, use]) => use.judged)
  if (judged.length === 0) return new Set()
  const others = follow([{ ...uses, names: new Map([...uses.names].filter(([, use]) => !use.judged)) }], vars)
  return new Set(judged.map(([name]) => name).filter(name => !others.has(name)))
}

function conditionUses(text: string): Uses {
  const expression = withoutBraces(text) ?? text
  return hasTemplate(expression) ? readTemplate(expression).uses : readExpression(expression).uses
}

/** The same for the text of a template file. */
export function fileReach(text: string, vars: Vars, options: FileOptions = {}): Set<string> {
  return follow([fileUses(text, options)], vars)
}

function follow(start: Iterable<Uses>, vars: Vars): Set<string> {
  const found = new Set<string>()
  const templates = new Set<string>()
  const open = [...start]
  for (let uses = open.pop(); uses; uses = open.pop()) {
    for (const name of uses.names.keys()) {
      if (found.has(name)) continue
      found.add(name)
      const layer = find(name, vars)
      if (layer && !layer.data) open.push(...textUses(layer.values[name]))
    }
    for (const name of uses.templates) {
      const file = templates.has(name) ? undefined : vars.files?.find(name, 'templates')
      templates.add(name)
      if (file !== undefined) open.push(fileUses(vars.files?.read(file) ?? '', {}))
    }
  }
  return found
}

function textUses(value: unknown): Uses[] {
  if (!hasTemplates(value)) return []
  if (typeof value === 'string') return [readTemplate(value).uses]
  if (Array.isArray(value)) return value.flatMap(textUses)
  if (typeof value !== 'object' || value === null || !isDict(value)) return []
  return [...entries(value)].flatMap(([key, item]) => [...textUses(key), ...textUses(item)])
}

/** What a file uses; what is wrong with its head comes up where it is rendered. */
function fileUses(text: string, options: FileOptions): Uses {
  try {
    return fileTemplate(text, options).read.uses
  } catch (error) {
    if (error instanceof TemplateFailure) return noUses(new Set())
    throw error
  }
}

export type NameUse = { readonly name: string; readonly used: boolean; readonly guarded: boolean }

/** How a text itself uses its variables: `used` fails where the variable is undefined, `guarded` does not. */
export function nameUses(text: string, kind: 'expression' | 'template'): NameUse[] {
  const uses = kind === 'expression' ? conditionUses(text) : readTemplate(text).uses
  return [...uses.names].map(([name, use]) => ({ name, ...use }))
}
