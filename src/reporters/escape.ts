/** Text from files and hosts for people: what a terminal would obey is shown as an escape, nothing is hidden. Pure. */
import { unsafe } from '../errors/printable.ts'
import { textWidth } from '../errors/width.ts'

/** Control and bidirectional characters as `\r`, `\x1b`, `\u202e`; tabs as they are. For text without line ends. */
export function escaped(line: string): string {
  return line
    .replaceAll('\n', '\\n')
    .replace(unsafe, character => named[character] ?? numbered(character.codePointAt(0) as number))
}

/** Lines of a text, each escaped; a final line end begins no line. CRLF is a line end here. */
export function escapedLines(text: string): string[] {
  const lines = text.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines.map(escaped)
}

/** Cuts a text that holds no escape sequences to so many columns; `more` stands for what was cut. */
export function shorten(text: string, columns: number, more: string): string {
  if (textWidth(text) <= columns) return text
  let kept = ''
  let width = 0
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += textWidth(segment)
    if (width > columns - more.length) break
    kept += segment
  }
  return columns > more.length ? kept + more : ''
}

const named: Readonly<Record<string, string>> = { '\r': '\\r', '\0': '\\0' }

function numbered(code: number): string {
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}
