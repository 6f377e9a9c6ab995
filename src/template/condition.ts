/** Conditions: when, changed_when, failed_when, assert. */
import { type Place, SwkError } from '../errors/diagnostic.ts'
import { withoutBraces } from './braces.ts'
import { hasTemplate } from './delimiters.ts'
import { atPlace, TemplateFailure } from './failure.ts'
import { readExpression, readTemplate, treeOf } from './parsed.ts'
import { checkCalls } from './plugins.ts'
import { expressionReach, judgedNames } from './reach.ts'
import { evaluateExpression, render } from './render.ts'
import { truth } from './values/truth.ts'
import type { Vars } from './vars.ts'
import { writtenCondition } from './written.ts'

/**
 * True where the condition holds. Numbers, none, lists and mappings count as Python counts them; a text is refused, as
 * Ansible 2.19 does: `'no'` and `'false'` would be true. Throws SwkError.
 */
export function truthy(condition: string, vars: Vars, place?: Place): boolean {
  const written = writtenCondition(condition, vars)
  if (written !== undefined) return truthy(written, { ...vars, rendered: new Map() }, place)
  const expression = withoutBraces(condition, inner => literalOf(inner, vars, place))
  if (expression !== undefined) return truthy(expression, vars, place)
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

/** The names that a condition uses, and those that the variables' own values use. */
export function conditionReach(condition: string, vars: Vars): Set<string> {
  const written = writtenCondition(condition, vars)
  return new Set([
    ...expressionReach(condition, vars),
    ...(written === undefined ? [] : expressionReach(written, vars)),
  ])
}

/** Those of the names that it only queries for how their tasks ended, so the rest of their results need not be known. */
export const conditionJudges = (condition: string, vars: Vars): Set<string> =>
  writtenCondition(condition, vars) === undefined ? judgedNames(condition, vars) : new Set()

/** Refuses a condition or text that cannot be parsed, though its values are not known yet. Throws SwkError. */
export function checkTemplate(text: string, kind: 'expression' | 'template', place?: Place): void {
  const expression = kind === 'expression' ? withoutBraces(text) : undefined
  if (expression !== undefined) {
    checkTemplate(expression, kind, place)
    return
  }
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

/** A text that is a number counts as one; any other text would be the name of a variable. */
function literalOf(inner: string, vars: Vars, place?: Place): string {
  const value = evaluateExpression(inner, vars, place)
  if (typeof value !== 'string') return `(${inner})`
  if (/^\s*-?\d+(\.\d+)?\s*$/.test(value)) return `(${value})`
  throw textInCondition(value, inner, place)
}

function textInCondition(value: string, inner: string, place?: Place): SwkError {
  return new SwkError({
    code: 'wrong-type',
    message: `a text takes the place of {{${inner}}} in the condition`,
    found: JSON.stringify(value),
    expected: 'a number, or quotes around the braces',
    hint: 'Write the variable without {{ }}.',
    ...(place && { place }),
  })
}

/** The usual words need no template engine. An empty condition holds. */
function constant(text: string): boolean | undefined {
  const word = text.trim().toLowerCase()
  return word === '' || word === 'true' ? true : word === 'false' ? false : undefined
}
