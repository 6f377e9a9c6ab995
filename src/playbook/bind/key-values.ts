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
    const [, key = '', value = ''] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(decodeEscapes(word)) ?? []
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
  return /^(["'])([\s\S]*)\1$/.exec(value)?.[2] ?? value
}

const escapes: Readonly<Record<string, string>> = {
  ...{ '\\': '\\', "'": "'", '"': '"', a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
}

/** Python's, as Ansible reads them in `key=value`: a regular expression has `\\b` there. Others stay as they are. */
function decodeEscapes(word: string): string {
  return word.replace(
    /\\(?:U([0-9a-fA-F]{8})|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\\'"abfnrtv]))/g,
    (whole, ...parts) => {
      const [long, short, byte, one] = parts as readonly (string | undefined)[]
      const hex = long ?? short ?? byte
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
      return escapes[one ?? ''] ?? whole
    },
  )
}

/** The text of a command keeps its own spacing, and a line end at its end. */
function withoutPairs(text: string, pairs: Readonly<Record<string, string>>): string {
  return text
    .replace(wordPattern, word => (Object.keys(pairs).some(key => word.startsWith(`${key}=`)) ? '' : word))
    .replace(/^\s+|[ \t]+$/g, '')
}
