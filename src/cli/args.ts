/** Command lines from a typed table: `node:util.parseArgs` splits them, the table says what is possible. */
import { parseArgs } from 'node:util'
import { SwkError } from '../errors/diagnostic.ts'
import { didYouMean } from '../errors/suggest.ts'

export type Option = {
  readonly type: 'boolean' | 'string'
  readonly short?: string
  /** Other long names of it. */
  readonly also?: readonly string[]
  /** May be given more than once; its value is then an array. */
  readonly multiple?: true
  /** What the help text calls the value. */
  readonly value?: string
  readonly help: string
  /** The values that are possible. */
  readonly choices?: readonly string[]
  /** The value may begin with a dash. */
  readonly dashes?: true
}

export type Options = Readonly<Record<string, Option>>

type Value<O extends Option> = O['type'] extends 'boolean'
  ? boolean
  : O['choices'] extends readonly (infer Choice)[]
    ? Choice
    : string

/** Only the options that were given are there. */
export type Values<T extends Options> = {
  readonly [K in keyof T]?: T[K]['multiple'] extends true ? readonly Value<T[K]>[] : Value<T[K]>
}

export type Parsed<T extends Options> = { readonly values: Values<T>; readonly positionals: readonly string[] }

/** Splits a command line. Throws SwkError `usage` with all that is wrong with it. */
export function parse<const T extends Options>(argv: readonly string[], options: T): Parsed<T> {
  const { tokens } = parseArgs({
    args: argv.map(arg => mainName(arg, options)),
    options: toNode(options),
    strict: false,
    tokens: true,
  })
  const values: Record<string, unknown> = {}
  const positionals: string[] = []
  const wrong: SwkError[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    try {
      const option = known(options, token.name, token.rawName)
      const value = readValue(option, token)
      values[token.name] = option.multiple ? [...((values[token.name] as unknown[]) ?? []), value] : value
    } catch (error) {
      if (!(error instanceof SwkError)) throw error
      wrong.push(error)
    }
  }
  if (wrong.length > 0) throw new SwkError(wrong.flatMap(error => error.diagnostics))
  return { values: values as Values<T>, positionals }
}

/** `--key-file=x` -> `--private-key=x`. */
function mainName(arg: string, options: Options): string {
  const [, name, rest = ''] = /^--([^=]+)(=[\s\S]*)?$/.exec(arg) ?? []
  const main = name && Object.keys(options).find(key => options[key]?.also?.includes(name))
  return main ? `--${main}${rest}` : arg
}

function known(options: Options, name: string, rawName: string): Option {
  const option = options[name]
  if (!option) {
    const long = Object.keys(options).map(key => `--${key}`)
    const hint = rawName.startsWith('--') ? didYouMean(rawName, long) : undefined
    throw usage(`unknown option ${rawName}`, hint)
  }
  return option
}

type Token = {
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function readValue(option: Option, { rawName, value, inlineValue }: Token): string | boolean {
  if (option.type === 'boolean') {
    if (inlineValue) throw usage(`${rawName} does not take a value`)
    return true
  }
  // A value that looks like an option is more often a forgotten value; `--name=-x` says that it is meant.
  if (value === undefined || (!inlineValue && !option.dashes && /^-./.test(value)))
    throw usage(`${rawName} needs a value`)
  if (option.choices && !option.choices.includes(value)) {
    throw usage(`${rawName} is ${option.choices.join(', ')}; not "${value}"`, didYouMean(value, option.choices))
  }
  return value
}

/** A wrong command line, told in one line. */
export function usage(message: string, hint?: string): SwkError {
  return new SwkError({ code: 'usage', message, ...(hint !== undefined && { hint }) })
}

function toNode(options: Options): Record<string, { type: 'boolean' | 'string'; short?: string; multiple?: boolean }> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, short, multiple }]) => [
      name,
      { type, ...(short && { short }), ...(multiple && { multiple }) },
    ]),
  )
}
