/** What an argument's schema reports: a zod issue that carries our error code, shown at the argument's place in the YAML. */
import type { z } from 'zod'
import type { ErrorCode } from '../errors/codes.ts'

export type EditFailure = {
  readonly message: string
  readonly code?: ErrorCode
  /** Keys below the value that is checked. */
  readonly path?: readonly (string | number)[]
  readonly found?: string
  readonly expected?: string
  readonly hint?: string
}

/** Reports a fault. `params` of the issue holds code, found, expected and hint for whoever shows it. */
export function editFailure(
  context: z.core.$RefinementCtx,
  { message, path = [], code = 'bad-value', ...more }: EditFailure,
): void {
  context.issues.push({
    code: 'custom',
    message,
    path: [...path],
    input: context.value,
    params: { code, ...more },
  } as z.core.$ZodRawIssue)
}
