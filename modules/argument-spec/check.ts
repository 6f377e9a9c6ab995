/** Values against what a role declares of them. Pure. */
import { type EditFailure, z } from 'swk'
import { convert, typeNames } from './types.ts'

const refused = ['mutually_exclusive', 'required_together', 'required_one_of', 'required_if', 'required_by']

export type Option = {
  readonly type?: string | undefined
  readonly required?: boolean | undefined
  readonly choices?: readonly unknown[] | undefined
  readonly elements?: string | undefined
  readonly aliases?: readonly string[] | undefined
  readonly options?: Options | undefined
}

export type Options = Readonly<Record<string, Option>>

const type = z.enum(typeNames as [string, ...string[]])

/** `default` and descriptions are for people: a role has its defaults in `defaults/`. */
const option: z.ZodType<Option> = z
  .looseObject({
    type: type.optional(),
    required: z.boolean().optional(),
    choices: z.array(z.unknown()).optional(),
    elements: type.optional(),
    aliases: z.array(z.string()).optional(),
    options: z.lazy(() => options).optional(),
  })
  .superRefine((given, context) => {
    for (const key of refused.filter(one => given[one] !== undefined))
      context.addIssue({ code: 'custom', path: [key], message: `\`${key}\` is not supported yet.` })
  })

export const options: z.ZodType<Options> = z.record(
  z.string(),
  z.union([option, z.null().transform((): Option => ({}))]),
)

type Values = Readonly<Record<string, unknown>>
type Path = readonly (string | number)[]

/** Each fault with the path of the value. */
export function checkValues(wanted: Options, values: Values, path: Path = []): readonly EditFailure[] {
  const known = Object.entries(wanted).flatMap(([name, { aliases = [] }]) => [name, ...aliases])
  const unknown = Object.keys(values).filter(name => !known.includes(name))
  return [
    ...unknown.map(
      (name): EditFailure => ({
        code: 'unknown-key',
        message: `The role has no argument \`${nameOf([...path, name])}\`.`,
        path: [...path, name],
        expected: `one of ${known.join(', ')}`,
      }),
    ),
    ...Object.entries(wanted).flatMap(([name, one]) => checkOne(name, one, values, path)),
  ]
}

function checkOne(name: string, wanted: Option, values: Values, path: Path): readonly EditFailure[] {
  const key = [name, ...(wanted.aliases ?? [])].find(one => values[one] !== undefined && values[one] !== null)
  const at = [...path, key ?? name]
  const { type = 'str', required = false } = wanted
  if (key === undefined)
    return required
      ? [{ code: 'missing-key', message: `The argument \`${nameOf(at)}\` of the role is missing.`, path: at }]
      : []
  return checkValue(values[key], { ...wanted, type }, at)
}

function checkValue(value: unknown, wanted: Option & { readonly type: string }, at: Path): readonly EditFailure[] {
  const { type, choices, elements, options: inner } = wanted
  const found = typeof value === 'object' ? JSON.stringify(value) : String(value)
  const converted = convert(value, type)
  if ('expected' in converted) {
    const { expected } = converted
    return [
      {
        code: 'wrong-type',
        message: `The argument \`${nameOf(at)}\` of the role must be ${expected}.`,
        ...{ found, expected, path: at },
      },
    ]
  }
  const given = converted.value
  const list = Array.isArray(given) ? given : [given]
  const wrong = choices && list.filter(one => !choices.some(choice => String(choice) === String(one)))
  if (wrong && wrong.length > 0)
    return [
      {
        message: `The argument \`${nameOf(at)}\` of the role is not one of its choices.`,
        ...{ path: at, found: wrong.join(', '), expected: `one of ${choices?.join(', ')}` },
      },
    ]
  if (type === 'list' && elements !== undefined)
    return list.flatMap((one, i) => checkValue(one, { type: elements, options: inner }, [...at, i]))
  return type === 'dict' && inner !== undefined ? checkValues(inner, given as Values, at) : []
}

const nameOf = (path: Path): string => path.join('.')
