/** Numbers and choices with bounds, each with a code of its own. */
import type { ErrorCode } from '../../errors/codes.ts'
import { hintFor } from '../../errors/suggest.ts'
import { describe, type Reader } from '../../playbook/parse/reader.ts'

type Bounds = {
  readonly code: ErrorCode
  /** Names the value for people: "`drain`". */
  readonly what: string
  readonly from: number
  readonly to: number
  readonly hint: string
}

/** A whole number within bounds. */
export function wholeNumber(reader: Reader, { code, what, from, to, hint }: Bounds): number | undefined {
  const { value } = reader
  if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) return value
  const expected = `a whole number from ${from} to ${to}`
  const better = unquoted(value) ?? hint
  const message = `${what} must be ${expected}.`
  return reader.fail({ code, message, found: describe(value), expected, hint: better })
}

/** What to write instead of a number in quotes, or one with a unit behind it. */
export function unquoted(value: unknown): string | undefined {
  const digits = typeof value === 'string' ? /^\s*(-?\d+)/.exec(value)?.[1] : undefined
  return digits === undefined ? undefined : `Write ${digits}, without quotes and unit.`
}

/** One of several texts. */
export function oneOf<Choice extends string>(
  reader: Reader,
  { code, what, choices }: { readonly code: ErrorCode; readonly what: string; readonly choices: readonly Choice[] },
): Choice | undefined {
  const found = reader.value
  const choice = choices.find(other => other === found)
  if (choice !== undefined) return choice
  const hint = typeof found === 'string' ? hintFor(found, choices) : {}
  const message = `${what} must be one of ${choices.join(', ')}.`
  return reader.fail({ code, message, found: describe(found), expected: choices.join(', '), ...hint })
}
