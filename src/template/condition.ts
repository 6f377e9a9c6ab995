/** Conditions: when, changed_when, failed_when, assert. */
import { type Place, SwkError } from '../errors/diagnostic.ts'
import { hasTemplate } from './delimiters.ts'
import { atPlace, TemplateFailure } from './failure.ts'
import { readExpression, readTemplate, treeOf } from './parsed.ts'
import { checkCalls } from './plugins.ts'
import { evaluateExpression, render } from './render.ts'
import { truth } from './values/truth.ts'
import type { Vars } from './vars.ts'

/**
 * True where the condition holds. Numbers, none, lists and mappings count as Python counts them; a text is refused, as
 * Ansible 2.19 does: `'no'` and `'false'` would be true. Throws SwkError.
 */
export function truthy(condition: string, vars: Vars, place?: Place): boolean {
  const result = hasTemplate(condition)
    ? render(condition, vars, place)
    : (constant(condition) ?? evaluateExpression(condition, vars, place))
  if (typeof result !== 'string') return truth(result)
  const text = constant(result)
  if (text !== undefined && hasTemplate(condition)) return text
  throw new SwkError({
    code: 'wrong-type',
    message: 'a condition must be true or false; this one is a text',
    found: JSON.stringify(result),
    expected: 'a boolean',
    hint: `to read it as yes or no: ${condition} | bool; to test that it is not empty: ${condition} | length > 0`,
    ...(place && { place }),
  })
}

/** Refuses a condition or text that cannot be parsed, though its values are not known yet. Throws SwkError. */
export function checkTemplate(text: string, kind: 'expression' | 'template', place?: Place): void {
  const asTemplate = kind === 'template' || hasTemplate(text)
  if (asTemplate && !hasTemplate(text)) return
  try {
    const read = asTemplate ? readTemplate(text) : readExpression(text)
    treeOf<unknown>(read)
    checkCalls(read.uses.calls)
  } catch (error) {
    throw error instanceof TemplateFailure ? atPlace(error.fault, place) : error
  }
}

/** The usual words need no template engine. An empty condition holds. */
function constant(text: string): boolean | undefined {
  const word = text.trim().toLowerCase()
  return word === '' || word === 'true' ? true : word === 'false' ? false : undefined
}
