/** The arguments of a module: a strict mapping, with Ansible's other names for keys and Ansible's ways to write values. */
import { z } from 'zod'
import { type EditFailure, editFailure } from './edit-failure.ts'

export type ArgsOptions<Shape extends z.ZodRawShape> = {
  /** Another name of a key -> the key. The key itself must not have a default. */
  readonly aliases?: { readonly [alias: string]: keyof Shape & string }
  /** Checks what no single key can tell; reports faults. */
  check?(args: z.output<z.ZodObject<Shape>>, fail: (fault: EditFailure) => void): void
}

/** A strict schema for a mapping of arguments. Unknown keys are errors; so is a key that is given by two names. */
export function args<Shape extends z.ZodRawShape>(
  shape: Shape,
  { aliases = {}, check }: ArgsOptions<Shape> = {},
): z.ZodType<z.output<z.ZodObject<Shape>>> {
  type Args = z.output<z.ZodObject<Shape>>
  const targets = new Set<string>(Object.values(aliases))
  const required = [...targets].filter(key => !isOptional(shape[key]))
  const names = Object.keys(aliases)
  return z
    .strictObject({
      ...Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, withDefault(schema)])),
      ...Object.fromEntries([...targets].map(key => [key, optional(shape[key], required.includes(key))])),
      ...Object.fromEntries(names.map(alias => [alias, aliasOf(aliases[alias] as string, shape)])),
    })
    .transform((given, context) => {
      const merged: Record<string, unknown> = { ...given }
      for (const alias of names) rename(merged, alias, aliases[alias] as string, context)
      for (const key of required) if (merged[key] === undefined) missing(key, context)
      if (context.issues.length === 0) check?.(merged as Args, found => editFailure(context, found))
      return merged as Args
    })
}

/** JSON Schema drops the default of a schema that transforms; the manual shows this one. */
function withDefault(schema: unknown): z.ZodType {
  const type = schema as z.ZodType
  return type instanceof z.ZodDefault ? type.meta({ ...type.meta(), defaultValue: type.def.defaultValue }) : type
}

function isOptional(schema: unknown): boolean {
  return (schema as z.ZodType).safeParse(undefined).success
}

function optional(schema: unknown, required: boolean): z.ZodType {
  const target = schema as z.ZodType
  return required ? target.optional().meta({ ...target.meta(), requiredKey: true }) : target
}

function aliasOf(key: string, shape: z.ZodRawShape): z.ZodType {
  return (shape[key] as z.ZodType).optional().meta({ description: `The same as \`${key}\`.`, aliasOf: key })
}

function rename(args: Record<string, unknown>, alias: string, key: string, context: z.core.$RefinementCtx): void {
  const value = args[alias]
  delete args[alias]
  if (value === undefined) return
  if (args[key] !== undefined) {
    editFailure(context, {
      message: `\`${alias}\` is another name of \`${key}\`; only one of them can be given.`,
      path: [alias],
    })
  }
  args[key] = value
}

function missing(key: string, context: z.core.$RefinementCtx): void {
  editFailure(context, { code: 'missing-key', message: `\`${key}\` is missing.`, expected: `\`${key}\`` })
}

/** An argument that Ansible has and swk has not: an error unless it is off or empty, never ignored. */
export function notYet(hint?: string, isFine: (value: unknown) => boolean = () => false): z.ZodType<undefined> {
  return z
    .any()
    .superRefine((value, context) => {
      if (value === undefined || value === null || value === false || value === '' || isFine(value)) return
      editFailure(context, {
        code: 'not-supported',
        message: 'This argument is not supported yet.',
        ...(hint ? { hint } : {}),
      })
    })
    .transform(() => undefined)
    .optional()
    .meta({ notYet: true })
}

/** The argument `encoding`: files are read and written as UTF-8. */
export const utf8Only = notYet('Files are UTF-8.', value => typeof value === 'string' && /^utf-?8$/i.test(value))

/** yes or no, also as the text that a template gives. */
export const flag = z
  .any()
  .superRefine((value, context) => {
    if (asFlag(value) !== undefined) return
    editFailure(context, {
      code: 'wrong-type',
      message: 'Must be yes or no.',
      found: JSON.stringify(value),
      expected: 'yes or no',
    })
  })
  .transform((value): boolean => asFlag(value) ?? false)
  .meta({ type: 'boolean' })

function asFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  const text = typeof value === 'string' ? value.toLowerCase() : ''
  if (['yes', 'true', 'on'].includes(text)) return true
  return ['no', 'false', 'off'].includes(text) ? false : undefined
}

/** A whole number that is not negative, also as the text that a template gives. */
export const integer = z
  .union([z.int().nonnegative(), z.string().regex(/^\d+$/, 'Must be a whole number.')])
  .transform(Number)
  .meta({ type: 'integer' })

/** Text; a number is taken as it is written. */
export const text = z.union([z.string(), z.number()]).transform(String).meta({ type: 'string' })

/** Texts: a list, one text, or one text with commas. */
export const list = z
  .union([z.array(text), text])
  .transform(given =>
    (Array.isArray(given) ? given : given.split(',')).map(item => item.trim()).filter(item => item !== ''),
  )
  .meta({ type: ['array', 'string'] })
