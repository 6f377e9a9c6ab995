/** How PyYAML would write a scalar: plain, in quotes, and where its lines break. Pure. */
import { isDate, resolveScalar } from './from-yaml.ts'

export type ScalarStyle = 'plain' | 'single' | 'double'

type Analysis = {
  readonly isEmpty: boolean
  readonly isMultiline: boolean
  readonly flowPlain: boolean
  readonly blockPlain: boolean
  readonly singleQuoted: boolean
}

const breaks = '\n\x85\u2028\u2029'
const whitespace = `\0 \t\r${breaks}`

export function analyseScalar(text: string): Analysis {
  if (text === '') return { isEmpty: true, isMultiline: false, flowPlain: false, blockPlain: true, singleQuoted: true }
  const signs = [...text]
  const isBreak = (sign: string | undefined) => sign !== undefined && breaks.includes(sign)
  const isWhite = (sign: string | undefined) => sign === undefined || whitespace.includes(sign)
  const marked = /^(?:---|\.\.\.)/.test(text)
  let [block, flow, special] = [marked, marked, false]
  let [breakSpace, spaceBreak] = [false, false]
  for (const [i, sign] of signs.entries()) {
    const next = signs[i + 1]
    if (i === 0) {
      if ('#,[]{}&*!|>\'"%@`'.includes(sign)) block = flow = true
      if ('?:'.includes(sign)) flow = true
      if ('?:'.includes(sign) && isWhite(next)) block = true
      if (sign === '-' && isWhite(next)) block = flow = true
    } else {
      if (',?[]{}'.includes(sign) || sign === ':') flow = true
      if (sign === ':' && isWhite(next)) block = true
      if (sign === '#' && isWhite(signs[i - 1])) block = flow = true
    }
    if (sign !== '\n' && !/[\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u.test(sign)) special = true
    if (sign === ' ' && isBreak(signs[i - 1])) breakSpace = true
    if (isBreak(sign) && signs[i - 1] === ' ') spaceBreak = true
  }
  const [first, last] = [signs[0] as string, signs.at(-1) as string]
  const isMultiline = signs.some(isBreak)
  const edge = [first, last].some(sign => sign === ' ' || isBreak(sign))
  const noPlain = edge || breakSpace || spaceBreak || special || isMultiline
  return {
    isEmpty: false,
    isMultiline,
    flowPlain: !noPlain && !flow,
    blockPlain: !noPlain && !block,
    singleQuoted: !breakSpace && !spaceBreak && !special,
  }
}

/** The style of a text; what another type would be read from is quoted. */
export function styleOf(text: string, inFlow: boolean, isKey: boolean, wanted: string | null): ScalarStyle {
  const analysis = analyseScalar(text)
  if (wanted === '"') return 'double'
  if (wanted === null && typeof resolveScalar(text) === 'string' && !/^(?:=|<<)$/.test(text) && !isDate(text)) {
    const fits = inFlow ? analysis.flowPlain : analysis.blockPlain
    if (fits && !(isKey && (analysis.isEmpty || analysis.isMultiline))) return 'plain'
  }
  return analysis.singleQuoted && !(isKey && analysis.isMultiline) ? 'single' : 'double'
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\x08': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\u2028': 'L',
  '\u2029': 'P',
}

/** A character within double quotes. */
export function escapeSign(sign: string): string {
  const known = escapes[sign]
  if (known !== undefined) return `\\${known}`
  if (/[\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u.test(sign)) return sign
  const code = sign.codePointAt(0) as number
  if (code <= 0xff) return `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`
  return code <= 0xffff
    ? `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
    : `\\U${code.toString(16).toUpperCase().padStart(8, '0')}`
}
