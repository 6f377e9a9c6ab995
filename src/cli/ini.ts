/** A configuration file as Python's configparser reads it: sections, `key = value` or `key: value`, continued lines. */

export type IniValue = { readonly value: string; readonly line: number; readonly source: string }

/** By `section.key`; keys in lower case. Returns the number of a line that cannot be read. */
export function parseIni(text: string): ReadonlyMap<string, IniValue> | number {
  const found = new Map<string, IniValue>()
  let section: string | undefined
  let last: string | undefined
  for (const [index, source] of text.split(/\r?\n/).entries()) {
    const line = source.replace(/(^|\s);.*$/, '')
    if (line.trim() === '' || /^\s*#/.test(line)) continue
    const [, name] = /^\[([^\]]+)\]\s*$/.exec(line) ?? []
    const known = last === undefined ? undefined : found.get(last)
    if (name !== undefined) {
      section = name
      last = undefined
    } else if (/^\s/.test(line) && last !== undefined && known !== undefined) {
      found.set(last, { ...known, value: `${known.value}\n${line.trim()}` })
    } else {
      const [, key, value = ''] = /^\s*([^=:]+?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? []
      if (key === undefined || section === undefined) return index + 1
      last = `${section}.${key.toLowerCase()}`
      found.set(last, { value: value.replace(/^(["'])(.*)\1$/, '$2'), line: index + 1, source })
    }
  }
  return found
}
