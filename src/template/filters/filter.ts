/** A filter or test in JavaScript. minijinja hands over keywords as one more mapping; `params` says which they may be. */

export type Filter = {
  /** Names of the parameters after the value, in order. */
  readonly params: readonly string[]
  // biome-ignore lint/suspicious/noExplicitAny: what templates hand over is of any type; each filter says what it wants.
  readonly run: (value: any, ...args: any[]) => unknown
}

export function filter(run: Filter['run'], ...params: string[]): Filter {
  return { run, params }
}

/** Puts keyword arguments where they belong and makes mappings plain objects. */
export function positional(params: readonly string[], raw: readonly unknown[]): unknown[] {
  const last = raw.at(-1)
  if (!(last instanceof Map) || last.size === 0 || ![...last.keys()].every(key => params.includes(key)))
    return raw.map(plain)
  const args = raw.slice(0, -1).map(plain)
  for (const [key, value] of last) args[params.indexOf(key)] = plain(value)
  return args
}

/** What minijinja gives as plain data: mappings are objects, none is null, big integers are numbers where they fit. */
export function plain(value: unknown): unknown {
  if (value === undefined) return null
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [String(key), plain(item)]))
  return value
}
