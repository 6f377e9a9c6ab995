/** Arguments that are regular expressions in Python's way of writing. */

import { z } from 'zod'
import { pythonRegex } from '../regex/python.ts'
import { fault } from './fault.ts'

export { expandMatch, pythonRegex } from '../regex/python.ts'

/** An argument that is a regular expression; parsed before any host is contacted. */
export const regexp = z.string().superRefine((source, context) => {
  try {
    pythonRegex(source)
  } catch (error) {
    fault(context, { message: `The regular expression: ${(error as Error).message}.`, found: source })
  }
})
