/** What a template uses though nothing defines it: an error as soon as anything is done with it. */
import { TemplateFailure } from '../failure.ts'

export class Undefined {
  readonly message: string
  /** The name or attribute that is not there. */
  readonly name: string | undefined
  readonly hint: string | undefined
  /** An error of its own, instead of the usual one (a variable whose value fails). */
  readonly failure: unknown
  /** Printed as nothing, false and empty: what `a if b` gives without an else. */
  readonly isLenient: boolean
  constructor(
    message: string,
    {
      name,
      hint,
      failure,
      isLenient = false,
    }: { name?: string; hint?: string; failure?: unknown; isLenient?: boolean } = {},
  ) {
    this.message = message
    this.name = name
    this.hint = hint
    this.failure = failure
    this.isLenient = isLenient
  }
}

/** The error of using what is undefined. */
export function undefinedFailure({ message, name, hint, failure }: Undefined): unknown {
  if (failure !== undefined) return failure
  return new TemplateFailure({
    code: 'undefined-variable',
    message,
    ...(name !== undefined && { name }),
    ...(hint !== undefined && { hint }),
  })
}

/** The value itself; throws where it is undefined. */
export function defined<T>(value: T): Exclude<T, Undefined> {
  if (value instanceof Undefined) throw undefinedFailure(value)
  return value as Exclude<T, Undefined>
}

export function isLenient(value: unknown): boolean {
  return value instanceof Undefined && value.isLenient
}
