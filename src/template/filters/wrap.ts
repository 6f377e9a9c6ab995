/** `wordwrap`: Python's textwrap over each line by itself. Pure. */
import { splitLines } from '../methods/string.ts'

export function wordWrap(text: string, width: number, breakLong: boolean, between: string, hyphens: boolean): string {
  return splitLines(text)
    .map(line => wrapLine(line, width, breakLong, hyphens).join(between))
    .join(between)
}

/** Words, blanks, and the parts of a word behind its hyphens. */
function chunks(line: string, hyphens: boolean): string[] {
  const words = line.match(/\s+|\S+/g) ?? []
  return hyphens
    ? words.flatMap(word =>
        /^\s/.test(word) ? [word] : (word.match(/[^-]*[\p{L}]-(?=[\p{L}])|.+?-{2,}(?=\w)|.+$/gu) ?? [word]),
      )
    : words
}

function wrapLine(line: string, width: number, breakLong: boolean, hyphens: boolean): string[] {
  const rest = chunks(line, hyphens).reverse()
  const lines: string[] = []
  while (rest.length > 0) {
    const current: string[] = []
    let size = 0
    if (lines.length > 0 && /^\s+$/.test(rest.at(-1) ?? '')) rest.pop()
    while (rest.length > 0 && size + (rest.at(-1) as string).length <= width) {
      const chunk = rest.pop() as string
      current.push(chunk)
      size += chunk.length
    }
    const long = rest.at(-1)
    if (long !== undefined && long.length > width) {
      const room = width < 1 ? 1 : width - size
      if (breakLong) {
        current.push(long.slice(0, room))
        rest[rest.length - 1] = long.slice(room)
      } else if (current.length === 0) current.push(rest.pop() as string)
    }
    if (/^\s+$/.test(current.at(-1) ?? '')) current.pop()
    if (current.length > 0) lines.push(current.join(''))
  }
  return lines
}
