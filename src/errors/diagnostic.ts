/** What went wrong, where, and what to do: the one shape of every expected error. */
import type { ErrorCode } from './codes.ts'

/** A place in a file that the user wrote. Lines and columns begin at 1; `length` is what the caret underlines. */
export type Place = {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly length?: number
  /** The source line itself, for the code frame. */
  readonly source?: string
}

export type Diagnostic = {
  readonly code: ErrorCode
  /** One sentence: what is wrong. */
  readonly message: string
  readonly place?: Place
  readonly found?: string
  readonly expected?: string
  /** What to do about it; "did you mean" goes here. */
  readonly hint?: string
}

/** Expected errors, collected: thrown once, with all that was found. */
export class SwkError extends Error {
  readonly diagnostics: readonly Diagnostic[]
  constructor(diagnostics: Diagnostic | readonly Diagnostic[]) {
    const all = Array.isArray(diagnostics) ? diagnostics : [diagnostics as Diagnostic]
    super(all.map(d => d.message).join('\n'))
    this.name = 'SwkError'
    this.diagnostics = all
  }
}
