/** Which variables a value depends on, through the values of other variables. Pure. */
import { hasTemplate } from './delimiters.ts'
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
  const found = new Set<string>()
  add(textNames(value), vars, found)
  return found
}

/** The same for a condition. */
export function conditionReach(condition: string, vars: Vars): Set<string> {
  const found = new Set<string>()
  add(hasTemplate(condition) ? names(condition) : conditionNames(condition), vars, found)
  return found
}

function add(more: Iterable<string>, vars: Vars, found: Set<string>): void {
  for (const name of more) {
    if (found.has(name)) continue
    found.add(name)
    const layer = find(name, vars)
    if (layer && !layer.data) add(textNames(layer.values[name]), vars, found)
  }
}

function textNames(value: unknown): Iterable<string> {
  if (!hasTemplates(value)) return []
  if (typeof value === 'string') return names(value)
  if (Array.isArray(value)) return value.flatMap(item => [...textNames(item)])
  if (typeof value !== 'object' || value === null || !isDict(value)) return []
  return [...entries(value)].flatMap(([key, item]) => [...textNames(key), ...textNames(item)])
}

export type NameUse = { readonly name: string; readonly used: boolean; readonly guarded: boolean }

/** How a text itself uses its variables: `used` fails where the variable is undefined, `guarded` does not. */
export function nameUses(text: string, kind: 'expression' | 'template'): NameUse[] {
  const { uses } = kind === 'expression' && !hasTemplate(text) ? readExpression(text) : readTemplate(text)
  return [...uses.names].map(([name, use]) => ({ name, ...use }))
}
