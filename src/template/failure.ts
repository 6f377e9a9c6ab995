/** What went wrong in a template, before its place is known. */
import { type Diagnostic, type Place, SwkError } from '../errors/diagnostic.ts'

export type TemplateFault = Pick<Diagnostic, 'code' | 'message' | 'found' | 'expected' | 'hint'> & {
  /** Line within the template text, from 1. */
  readonly line?: number
  /** The undefined name or expression. */
  readonly name?: string
}

/** Thrown within src/template; leaves it as an SwkError with a place. */
export class TemplateFailure extends Error {
  readonly fault: TemplateFault
  constructor(fault: TemplateFault) {
    super(fault.message)
    this.fault = fault
  }
}

/** What Python would raise while it works on values: TypeError, ValueError and their kin. */
export class PythonError extends TemplateFailure {
  constructor(message: string, more: Pick<TemplateFault, 'hint' | 'found' | 'expected'> = {}) {
    super({ code: 'template-error', message, ...more })
  }
}

/** The fault as a diagnostic at `place`. */
export function atPlace({ line: _line, name: _name, ...fault }: TemplateFault, place?: Place): SwkError {
  return new SwkError({ ...fault, ...(place && { place }) })
}
