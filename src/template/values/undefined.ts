/** What a template uses though nothing defines it: an error as soon as anything is done with it. */
import { TemplateFailure } from '../failure.ts'

export class Undefined {
  readonly message: string
  /** The name or attribute that is not there. */
  readonly name: string | undefined
  readonly hint: string | undefined
  /** An error of its own, instead of the usual one (a variable whose value fails). */
  readonly failure: unknown
  constructor(message: string, { name, hint, failure }: { name?: string; hint?: string; failure?: unknown } = {}) {
    this.message = message
    this.name = name
    this.hint = hint
    this.failure = failure
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
