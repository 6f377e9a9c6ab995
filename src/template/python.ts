/** How Python, and so Ansible, writes and judges values. Pure. */

/** What `{{ value }}` gives inside of a text: nothing for none, True/False, and Python's spelling of lists and mappings. */
export function pythonText(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : repr(value)
}

/** Python's repr of plain data. */
function repr(value: unknown): string {
  if (value === undefined || value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, item]) => `${quoted(key)}: ${repr(item)}`)
      .join(', ')}}`
  return String(value)
}

function quoted(text: string): string {
  const escaped = text.replace(
    /[\\\n\r\t]/g,
    letter => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[letter] as string,
  )
  return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`
}

/** JSON as Python's json.dumps writes it: a space after each comma and colon; `indent` spaces a level otherwise. */
export function pythonJson(value: unknown, indent?: number): string {
  if (indent !== undefined) return JSON.stringify(value ?? null, null, indent)
  if (Array.isArray(value)) return `[${value.map(item => pythonJson(item)).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${pythonJson(item)}`)
    .join(', ')}}`
}

/** Ansible's reading of a boolean: yes, on, true, y, t, 1 in any case; all else is false. */
export function pythonBool(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  return ['yes', 'on', 'true', 'y', 't', '1', '1.0'].includes(String(value ?? '').toLowerCase())
}

/** Python's truth of what is no text: 0, none, and empty lists and mappings are false. */
export function pythonTruth(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value)
}

/** A Python pattern as a JavaScript one: named groups, \A and \Z, flags at its beginning. */
export function pythonRegex(pattern: string, flags = ''): RegExp {
  const inline = /^\(\?([ims]+)\)/.exec(pattern)
  const source = pattern
    .slice(inline?.[0].length ?? 0)
    .replaceAll('(?P<', '(?<')
    .replace(/\(\?P=(\w+)\)/g, '\\k<$1>')
    .replace(/\\(A|Z)/g, (_, letter: string) => (letter === 'A' ? '(?<![\\s\\S])' : '(?![\\s\\S])'))
  return new RegExp(source, [...new Set(flags + (inline?.[1] ?? ''))].join(''))
}

/** `\1` and `\g<name>` of a Python replacement, filled from a match. */
export function expand(replacement: string, match: RegExpMatchArray): string {
  return replacement.replace(/\\(?:g<(\w+)>|(\d{1,2})|n|t|\\)/g, (whole, name?: string, digits?: string) => {
    const group = name ?? digits
    if (group === undefined) return { '\\n': '\n', '\\t': '\t' }[whole] ?? '\\'
    return (/^\d+$/.test(group) ? match[Number(group)] : match.groups?.[group]) ?? ''
  })
}
