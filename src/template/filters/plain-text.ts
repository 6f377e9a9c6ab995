/** Arguments of filters that must be texts. Pure. */
import { PythonError } from '../failure.ts'
import { typeName } from '../values/type.ts'
import { defined } from '../values/undefined.ts'

/** A text; nothing else is read as one. */
export function text(value: unknown, what: string): string {
  defined(value)
  if (typeof value !== 'string') throw new PythonError(`${what} wants a text, not ${typeName(value)}`)
  return value
}
