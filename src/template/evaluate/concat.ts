/** What the outputs of a template come to: a text, or what it is the Python spelling of. */

import { PythonError } from '../failure.ts'
import { isDict, values } from '../values/dict.ts'
import { isLiteral, literal } from '../values/literal.ts'
import { Callable, Rolled, VerbatimText } from '../values/special.ts'
import { str } from '../values/text.ts'
import { isLenient, Undefined, undefinedFailure } from '../values/undefined.ts'

/** The outputs put together as a text. */
export function concatText(outputs: readonly unknown[]): string {
  return outputs.map(output => (output instanceof VerbatimText ? output.text : str(output))).join('')
}

/** As Ansible does for texts of playbooks: what looks like a list, a mapping or a boolean becomes one. */
export function concatValue(outputs: readonly unknown[]): unknown {
  const [only] = outputs
  if (outputs.length === 1) {
    if (only instanceof VerbatimText) return only.text
    if (typeof only === 'boolean') return only
    if (
      typeof only === 'object' &&
      only !== null &&
      (Array.isArray(only) || isDict(only)) &&
      startsAsLiteral(only) &&
      isLiteral(only)
    )
      return only
  }
  const text = concatText(outputs)
  if (!/^[{[]/.test(text) && text !== 'True' && text !== 'False') return text
  return literal(text) ?? text
}

function startsAsLiteral(value: object): boolean {
  return !Array.isArray(value) || value.constructor === Array
}

/** An output: nothing for none, a list for what Python makes lazily. Throws for what is undefined, at any depth. */
export function finalize(value: unknown): unknown {
  if (isLenient(value)) return ''
  checkDefined(value)
  if (value instanceof Callable && value.typeName.startsWith('builtin'))
    throw new PythonError(`${value.name} is a function, and no value`, { hint: `call it: ${value.name}()` })
  if (value === null || value === undefined) return ''
  return value instanceof Rolled ? [...value] : value
}

function checkDefined(value: unknown): void {
  if (value instanceof Undefined) throw undefinedFailure(value)
  if (Array.isArray(value)) for (const item of value) checkDefined(item)
  else if (typeof value === 'object' && value !== null && isDict(value))
    for (const item of values(value)) checkDefined(item)
}
