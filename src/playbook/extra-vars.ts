/** `--extra-vars`: K=V pairs (texts, as in Ansible), a JSON or YAML mapping, or @FILE. */
import { resolve } from 'node:path'
import { SwkError } from '../errors/diagnostic.ts'
import { words } from '../shell/words.ts'
import { definitionsAt, loadDefinitions, valuesOf } from '../yaml/definitions.ts'
import { parseSource } from '../yaml/source.ts'

export type ExtraVars = string | Readonly<Record<string, unknown>>

/** The variables of all options; later ones win. Throws SwkError. */
export function readExtraVars(given: readonly ExtraVars[], cwd: string): Record<string, unknown> {
  return Object.assign({}, ...given.map(one => (typeof one === 'string' ? readOne(one.trim(), cwd) : one)))
}

function readOne(text: string, cwd: string): Record<string, unknown> {
  if (text.startsWith('@')) return valuesOf(loadDefinitions(resolve(cwd, text.slice(1))))
  if (/^[{[]/.test(text)) {
    const source = parseSource('--extra-vars', text)
    return valuesOf(definitionsAt(source, source.data, []))
  }
  return Object.fromEntries(pairs(text))
}

function pairs(text: string): [string, string][] {
  return split(text).map(word => {
    const [, name, value] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word) ?? []
    if (name === undefined || value === undefined) throw wrong(word)
    return [name, value]
  })
}

function split(text: string): readonly string[] {
  try {
    return words(text)
  } catch {
    throw wrong(text)
  }
}

function wrong(found: string): SwkError {
  return new SwkError({
    code: 'usage',
    message: '--extra-vars cannot be read.',
    found,
    expected: 'K=V, {json} or @file',
  })
}
