/** The address of something on the web, as an argument. */
import { z } from 'zod'
import { editFailure } from './edit-failure.ts'

/** An absolute URL with http or https. */
export const httpUrl = z.string().superRefine((given, context) => {
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return
  editFailure(context, {
    message: 'This is not a URL.',
    found: JSON.stringify(given),
    expected: 'http://... or https://...',
  })
})
