/** Arguments that are regular expressions in Python's way of writing. */

import { z } from 'zod'
import { pythonRegex } from '../python/regex.ts'
import { editFailure } from './edit-failure.ts'

export { expandMatch, pythonRegex } from '../python/regex.ts'

/** An argument that is a regular expression; parsed before any host is contacted. */
export const regexp = z.string().superRefine((source, context) => {
  try {
    pythonRegex(source)
  } catch (error) {
    editFailure(context, { message: `The regular expression: ${(error as Error).message}.`, found: source })
  }
})
