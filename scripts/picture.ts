/** A picture of a terminal: lines with ANSI colours as an SVG. The same lines make the same picture. Pure. */

type Style = { bold?: boolean; dim?: boolean; colour?: string }
type Cell = { readonly text: string; readonly style: Style; readonly column: number }

const colours: Readonly<Record<number, string>> = {
  30: '#484f58',
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#56d4dd',
  37: '#e6edf3',
  90: '#8b949e',
}
const cell = 8.4
const row = 19
const margin = 16

/** Of ANSI sequences only colours and styles (SGR) may be in the lines. */
export function picture(lines: readonly string[]): string {
  let style: Style = {}
  const shown = lines.map(line => {
    const cut = cells(line, style)
    style = cut.style
    return cut.cells
  })
  const columns = Math.max(1, ...shown.flat().map(({ column, text }) => column + [...text].length))
  const width = Math.ceil(columns * cell + 2 * margin)
  const height = shown.length * row + 2 * margin
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace,SFMono-Regular,Menlo,'DejaVu Sans Mono',monospace" font-size="14">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${shown.map((line, i) => textOf(line, i)).join('')}</svg>
`
}

const sequence = /\x1b\[([0-9;]*)m/g

function cells(line: string, begin: Style): { cells: Cell[]; style: Style } {
  const found: Cell[] = []
  let style = begin
  let column = 0
  for (const [i, part] of line.split(sequence).entries()) {
    if (i % 2 === 1) style = part.split(';').map(Number).reduce(next, style)
    else if (part !== '') {
      found.push({ text: part, style, column })
      column += [...part].length
    }
  }
  return { cells: found, style }
}

function next(style: Style, code: number): Style {
  if (code === 0) return {}
  if (code === 1) return { ...style, bold: true }
  if (code === 2) return { ...style, dim: true }
  if (code === 22) return { ...style, bold: false, dim: false }
  if (code === 39) return { bold: style.bold ?? false, dim: style.dim ?? false }
  const colour = colours[code]
  return colour === undefined ? style : { ...style, colour }
}

/** Each piece has its own position and length, so that columns stay aligned in any font. */
function textOf(line: readonly Cell[], i: number): string {
  const y = margin + (i + 0.75) * row
  return line
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, style, column }) => {
      const lead = text.length - text.trimStart().length
      const shown = text.trim()
      const x = (margin + (column + lead) * cell).toFixed(1)
      const attributes = `${style.bold ? ' font-weight="bold"' : ''}${style.dim ? ' opacity="0.6"' : ''}`
      return `<text x="${x}" y="${y}" textLength="${([...shown].length * cell).toFixed(1)}" xml:space="preserve" fill="${style.colour ?? '#e6edf3'}"${attributes}>${escaped(shown)}</text>\n`
    })
    .join('')
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
