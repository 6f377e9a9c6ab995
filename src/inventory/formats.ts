/** Which format a file of an inventory has: by its name, else by its first line. */
import { accessSync, constants } from 'node:fs'
import { extname } from 'node:path'
import { SwkError } from '../errors/diagnostic.ts'

/** Throws SwkError `not-supported` for TOML or a program. */
export function formatOf(file: string, text: string): 'yaml' | 'ini' {
  const lines = text.split('\n')
  const line = lines.findIndex(one => !/^\s*(?:[#;].*)?$/.test(one))
  const first = (lines[line] ?? '').replace(/\r$/, '')
  const refused = text.startsWith('#!') && isProgram(file) ? 'a program' : file.endsWith('.toml') ? 'TOML' : undefined
  if (refused === undefined) return isIni(file, first) ? 'ini' : 'yaml'
  throw new SwkError({
    code: 'not-supported',
    message: `An inventory that is ${refused} is not supported yet.`,
    place: { file, line: Math.max(line, 0) + 1, column: 1, length: first.length || 1, source: first },
    expected: 'a YAML or INI inventory',
    hint: 'Convert it: ansible-inventory -i FILE --list --yaml',
  })
}

function isIni(file: string, first: string): boolean {
  if (file.endsWith('.ini')) return true
  if (first === '') return extname(file) === ''
  // `[group]`, or `host key=value`, or a lone name: no mapping begins like that.
  const section = /^\s*\[[^\],]+\]\s*(?:[#;].*)?$/.test(first)
  const host =
    /^\s*(?![#{"'-])(?:[^\s:[\]]|\[[^\]]*\])+(?::[0-9]+)?(?:\s+[\w.-]+=.*|\s*#.*|\s*)$/.test(first) &&
    !first.includes(': ')
  return section || (host && !/:\s*$/.test(first))
}

export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
