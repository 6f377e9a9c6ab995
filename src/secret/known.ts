/**
 * The secrets of this process, so that no output shows one. Texts are learned where they are read (vault values, passwords)
 * and where a template derives them; a counter tells a rendering whether it used one.
 */

export const MASK = '<secret>'

/** A shorter text is hidden only where it is the whole value: it would be found in words that are no secret. */
const SHORTEST = 4

/** Values of encrypted files that stand everywhere: they are hidden only where they are the whole value. */
const common = /^(?:true|false|none|null|root|localhost|present|absent|\d{1,5})$/i

const whole = new Set<string>()
/** Without texts that hold another one of them, which is found anyway. */
let parts: string[] = []
let uses = 0

/** Remembers a text that was written as a secret; of a key of several lines each line counts. */
export function learn(text: string): void {
  remember(text.trim() === '' ? '' : text)
  const trimmed = text.trim()
  if (trimmed !== text) remember(trimmed)
  const lines = trimmed.split('\n')
  if (lines.length > 1) for (const line of lines) if (line.length >= 16 && !/^-----/.test(line)) remember(line)
}

/** Remembers a text that a template made out of a secret; `source` is the template, whose own words are not secret. */
export function learnDerived(text: string, source: string): void {
  const isAnswer = /^(?:-?[\d.]{1,5}|True|False|None)$/.test(text)
  if (text.trim() !== '' && !isAnswer && !source.includes(text)) remember(text)
}

function remember(text: string): void {
  if (text === '' || whole.has(text)) return
  whole.add(text)
  for (const form of [text, JSON.stringify(text).slice(1, -1), Buffer.from(text).toString('base64')])
    if (form.length >= SHORTEST && !common.test(form) && !parts.some(part => form.includes(part)))
      parts = [...parts.filter(part => !part.includes(form)), form]
}

/** True where the text is a secret, or holds one, of at least `shortest` characters. */
export function holdsSecret(text: string, shortest = 1): boolean {
  if (whole.size === 0) return false
  return (
    (text.length >= shortest && whole.has(text)) || parts.some(part => part.length >= shortest && text.includes(part))
  )
}

/** What a task with `no_log` registers is secret: what it printed, and what it read. */
export function learnResult(result: Readonly<Record<string, unknown>>): void {
  for (const key of ['stdout', 'stderr', 'content']) {
    const text = result[key]
    for (const line of typeof text === 'string' ? text.split('\n') : [])
      if (line.trim().length >= 8) remember(line.trim())
  }
  for (const inner of Array.isArray(result.results) ? result.results : []) learnResult(inner)
}

/** Whether there is any secret. */
export function hasSecrets(): boolean {
  return whole.size > 0
}

/** The text with each secret of at least `shortest` characters replaced. */
export function redact(text: string, shortest = SHORTEST): string {
  if (whole.size === 0) return text
  if (whole.has(text) && text.length >= shortest) return MASK
  return parts
    .filter(part => part.length >= shortest)
    .reduce((found, part) => (found.includes(part) ? found.replaceAll(part, MASK) : found), text)
}

/** Data with each secret in its texts replaced; keys too. */
export function redactData<T>(data: T): T {
  return whole.size === 0 ? data : (deep(data) as T)
}

function deep(data: unknown): unknown {
  if (typeof data === 'string') return whole.has(data) ? MASK : redact(data)
  if (Array.isArray(data)) return data.map(deep)
  if (typeof data !== 'object' || data === null || Object.getPrototypeOf(data) !== Object.prototype) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [redact(key), deep(value)]))
}

/** Counts the use of a secret by the rendering at work. */
export function countUse(): void {
  uses++
}

/** Counts it where the value is a text that holds a secret, and gives the value. */
export function noteUse<T>(value: T): T {
  if (whole.size > 0 && typeof value === 'string' && holdsSecret(value)) uses++
  return value
}

/** What `work` uses does not count: only its result may. */
export function uncounted<T>(work: () => T): T {
  const before = uses
  try {
    return work()
  } finally {
    uses = before
  }
}

/** Grows with each use of a secret. */
export function usesOfSecrets(): number {
  return uses
}

/** For tests: what was learned is forgotten. */
export function forgetSecrets(): void {
  whole.clear()
  parts = []
}
