/** The types of arguments that a role can declare, and what each takes: as Ansible converts it. */

/** `undefined`: the value is not of the type. */
type Convert = (value: unknown) => unknown

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const flags: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'on', '1', 'true', 't', 'y', '1.0'].map(text => [text, true] as const),
  ...['no', 'off', '0', 'false', 'f', 'n', '0.0'].map(text => [text, false] as const),
])

const number =
  (pattern: RegExp): Convert =>
  value =>
    ['string', 'number'].includes(typeof value) && pattern.test(String(value).trim()) ? Number(value) : undefined

const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function mapping(value: unknown): unknown {
  if (isRecord(value)) return value
  if (typeof value !== 'string') return undefined
  const parsed = fromJson(value)
  if (isRecord(parsed)) return parsed
  const pairs = value.split(/[,\s]+/).filter(Boolean)
  return pairs.length > 0 && pairs.every(pair => /^\w+=/.test(pair))
    ? Object.fromEntries(pairs.map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))
    : undefined
}

function sequence(value: unknown): unknown {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return value.split(',').map(part => part.trim())
  return typeof value === 'number' ? [String(value)] : undefined
}

const text: Convert = value => (typeof value === 'object' ? JSON.stringify(value) : String(value))
const size = number(/^\d+(?:\.\d+)?\s*[KMGTPEZY]?i?[Bb]?$/i)
const sized: Convert = value => (size(value) === undefined ? undefined : value)
const json: Convert = value => (typeof value === 'object' || fromJson(String(value)) !== undefined ? value : undefined)

const types: Readonly<Record<string, { readonly expected: string; readonly convert: Convert }>> = {
  str: { expected: 'text', convert: text },
  path: { expected: 'a path', convert: text },
  raw: { expected: 'any value', convert: value => value },
  bool: { expected: 'yes or no', convert: value => flags.get(String(value).toLowerCase()) },
  int: { expected: 'a whole number', convert: number(/^[+-]?\d+(?:\.0+)?$/) },
  float: { expected: 'a number', convert: number(/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i) },
  list: { expected: 'a list', convert: sequence },
  dict: { expected: 'a mapping', convert: mapping },
  json: { expected: 'JSON', convert: json },
  jsonarg: { expected: 'JSON', convert: json },
  bytes: { expected: 'a size such as 10M', convert: sized },
  bits: { expected: 'a size such as 10Mb', convert: sized },
}

export const typeNames = Object.keys(types)

/** The value as the type has it, or what was expected instead. */
export function convert(value: unknown, type: string): { readonly value: unknown } | { readonly expected: string } {
  const { expected, convert: to } = types[type] ?? { expected: 'any value', convert: (given: unknown) => given }
  const converted = to(value)
  return converted === undefined ? { expected } : { value: converted }
}
