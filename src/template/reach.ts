/** Which variables a value depends on, through the values of other variables. Pure. */
import { analyseExpression, analyseTemplate, conditionNames, names } from './analyse.ts'
import { hasTemplate } from './lex.ts'
import { find, hasTemplates, type Vars } from './vars.ts'

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
  return Object.entries(value as object).flatMap(([key, item]) => [...names(key), ...textNames(item)])
}

export type NameUse = { readonly name: string; readonly used: boolean; readonly guarded: boolean }

/** How a text itself uses its variables: `used` fails where the variable is undefined, `guarded` does not. */
export function nameUses(text: string, kind: 'expression' | 'template'): NameUse[] {
  const analysis = kind === 'expression' && !hasTemplate(text) ? analyseExpression(text) : analyseTemplate(text)
  return [...analysis.names].map(([name, use]) => ({ name, ...use }))
}
