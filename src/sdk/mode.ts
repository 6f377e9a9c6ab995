/** File modes as users write them. What looks like octal is octal; a bare number, which would be decimal, is an error. */
import { z } from 'zod'
import { editFailure } from './edit-failure.ts'

export { modeOf } from '../resources/mode.ts'

/** A mode: four octal digits ("0660"), or a symbolic one as it was written ("u=rw,g+X"). */
export const mode = modeSchema(value => normalized(value))

/** The same, or `preserve`: the mode of the source. */
export const copiedMode = modeSchema(value => (value === 'preserve' ? value : normalized(value)))

function modeSchema(read: (value: string) => string | undefined) {
  return z
    .any()
    .superRefine((value, context) => {
      if (typeof value === 'string' && read(value) !== undefined) return
      editFailure(context, {
        code: 'bad-mode',
        message: value === 'preserve' ? '`mode: preserve` is for `copy` and `template`.' : 'This is not a file mode.',
        found: typeof value === 'number' ? `the number ${value}` : JSON.stringify(value),
        expected:
          typeof value === 'number'
            ? suggestion(value)
            : 'octal text such as "0660", or a symbolic mode such as u=rw,g=r',
        ...(typeof value === 'number'
          ? { hint: 'Without a leading zero or quotes, YAML reads a decimal number.' }
          : {}),
      })
    })
    .transform((value): string => read(value) ?? '')
    .meta({ type: 'string' })
}

const clause = /^[ugoa]*(?:[-+=](?:[ugo]|[rwxXst]*))+$/

function normalized(value: string): string | undefined {
  const octal = /^0?o?([0-7]{3,4}|[0-7])$/.exec(value)?.[1]
  if (octal !== undefined) return octal.padStart(4, '0')
  return value.split(',').every(part => clause.test(part)) ? value : undefined
}

function suggestion(number: number): string {
  return /^[0-7]{1,4}$/.test(String(number)) ? `"${String(number).padStart(4, '0')}"` : 'octal text such as "0660"'
}
