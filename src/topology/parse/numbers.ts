/** Numbers and choices with bounds, each with a code of its own. */
import type { ErrorCode } from '../../errors/codes.ts'
import { hintFor } from '../../errors/suggest.ts'
import { describe, type Reader } from '../../yaml/reader.ts'

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
  const better = asNumber(reader) ?? hint
  const message = `${what} must be ${expected}.`
  return reader.fail({ code, message, found: describe(value), expected, hint: better })
}

/** What to write instead of a number in quotes, one with a unit behind it, or a template that gives text. */
export function asNumber(reader: Reader): string | undefined {
  const { value } = reader
  const digits = typeof value === 'string' ? /^\s*(-?\d+)\s*[a-z%]*\s*$/i.exec(value)?.[1] : undefined
  if (digits === undefined) return undefined
  const template = /^\s*\{\{(.*)\}\}\s*$/.exec(written(reader))?.[1]?.trim()
  return template
    ? `Write "{{ ${template} | int }}": what -e gives is text.`
    : `Write ${digits}, without quotes and unit.`
}

/** The text of a value before variables were looked up; empty where a template stands for more than it. */
function written({ source, path }: Reader): string {
  const at = (data: unknown, step: string | number): unknown =>
    (data as Record<string | number, unknown> | null)?.[step]
  const found = path.reduce(at, source.data)
  return typeof found === 'string' ? found : ''
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
