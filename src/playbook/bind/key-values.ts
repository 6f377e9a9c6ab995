/** Arguments as `key=value` text. Pure. */

export type KeyValues = {
  readonly pairs: Readonly<Record<string, string>>
  /** What is no pair, as it stands. */
  readonly rest: string
}

/** Splits at whitespace that is neither quoted nor within {{ }}, {% %}. `keys`: only these are read as keys; default: all. */
export function readKeyValues(text: string, keys?: readonly string[]): KeyValues {
  const pairs: Record<string, string> = {}
  const rest: string[] = []
  for (const word of splitWords(text)) {
    const [, key = '', value = ''] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word) ?? []
    if (key !== '' && (!keys || keys.includes(key))) pairs[key] = unquote(value)
    else rest.push(word)
  }
  return { pairs, rest: keys ? withoutPairs(text, pairs) : rest.join(' ') }
}

const wordPattern = /(?:\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|"(?:[^"\\]|\\[\s\S])*"|'[^']*'|\\[\s\S]|\S)+/g

function splitWords(text: string): readonly string[] {
  return text.match(wordPattern) ?? []
}

function unquote(value: string): string {
  const [, quote, inner = ''] = /^(["'])([\s\S]*)\1$/.exec(value) ?? []
  if (quote === undefined) return value
  return quote === '"' ? inner.replace(/\\(["\\])/g, '$1') : inner
}

/** The text of a command keeps its own spacing. */
function withoutPairs(text: string, pairs: Readonly<Record<string, string>>): string {
  return text
    .replace(wordPattern, word => (Object.keys(pairs).some(key => word.startsWith(`${key}=`)) ? '' : word))
    .trim()
}
