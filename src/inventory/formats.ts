/** Inventories that are not YAML are named for what they are, rather than shown as broken YAML. */
import { accessSync, constants } from 'node:fs'
import { SwkError } from '../errors/diagnostic.ts'
import { readText } from '../yaml/text.ts'

/** Throws SwkError `not-supported` for an INI or TOML inventory, or a program. */
export function refuseOtherFormats(file: string): void {
  const text = readText(file)
  const lines = text.split('\n')
  const line = lines.findIndex(one => !/^\s*(?:[#;].*)?$/.test(one))
  const first = (lines[line] ?? '').replace(/\r$/, '')
  const what = text.startsWith('#!') && isProgram(file) ? 'program' : formatOf(file, first)
  if (what === undefined) return
  const hint = 'Convert it: ansible-inventory -i FILE --list --yaml'
  throw new SwkError({
    code: 'not-supported',
    message: `An inventory that is ${what === 'program' ? 'a program' : `${what}`} is not supported yet.`,
    place: { file, line: Math.max(line, 0) + 1, column: 1, length: first.length || 1, source: first },
    expected: 'a YAML inventory',
    hint,
  })
}

function formatOf(file: string, first: string): 'INI' | 'TOML' | undefined {
  if (file.endsWith('.toml')) return 'TOML'
  if (file.endsWith('.ini')) return 'INI'
  // `[group]`, or `host key=value`, or a lone name: no mapping begins so.
  const section = /^\[[^\],]+\]\s*(?:[#;].*)?$/.test(first)
  const host = /^[^\s:#{"'-][^\s:]*(?::[0-9]+)?(?:\s+\w+=.*)?\s*$/.test(first) && !first.includes(': ')
  return section || (host && !/:\s*$/.test(first)) ? 'INI' : undefined
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
