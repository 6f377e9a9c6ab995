/** The diagnostics that `work` throws, each as `code line:column`, with its hint where it has one. */
import { type Diagnostic, SwkError } from '../../src/errors/diagnostic.ts'

export function caught(work: () => unknown): readonly Diagnostic[] {
  try {
    work()
  } catch (error) {
    if (error instanceof SwkError) return error.diagnostics
    throw error
  }
  return []
}

export const brief = ({ code, place, hint }: Diagnostic): string =>
  `${code} ${place ? `${place.line}:${place.column}` : '-'}${hint === undefined ? '' : ` (${hint})`}`
