/** Rows of a CSV text, with fields in double quotes where they need them. Pure. */

export function csvRows(text: string, delimiter: string): string[][] {
  const rows: string[][] = [[]]
  let field = ''
  let quoted = false
  const end = () => {
    rows.at(-1)?.push(field)
    field = ''
  }
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] as string
    if (quoted) {
      if (sign !== '"') field += sign
      else if (text[i + 1] === '"') field += text[++i]
      else quoted = false
    } else if (sign === '"' && field === '') quoted = true
    else if (sign === delimiter) end()
    else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && text[i + 1] === '\n') i++
      end()
      rows.push([])
    } else field += sign
  }
  if (field !== '' || (rows.at(-1)?.length ?? 0) > 0) end()
  return rows.filter(row => row.length > 0)
}
