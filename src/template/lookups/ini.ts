/** Values of an INI or properties file, as Python's configparser reads them. Pure. */

import { PythonError } from '../failure.ts'
import { compile } from '../filters/regex.ts'

export type IniOptions = {
  readonly type: string
  readonly section: string
  readonly isExpression: boolean
  readonly fallback: unknown
  readonly isSensitive: boolean
  readonly allowsEmpty: boolean
}

export function iniValues(text: string, options: IniOptions, keys: readonly string[]): unknown[] {
  const isProperties = options.type === 'properties'
  const section = isProperties ? '' : options.section
  const sections = parse(isProperties ? text : text, options)
  const values = sections.get(section)
  return keys.flatMap((key): unknown[] => {
    if (!values) {
      throw new PythonError(`No section: '${options.section}'`)
    }
    const name = options.isSensitive ? key : key.toLowerCase()
    if (!options.isExpression) return [values.has(name) ? values.get(name) : options.fallback]
    const expression = compile(`\\A(?:${key})`, false, false)
    return [...values].filter(([one]) => expression.test(one)).map(([, value]) => value)
  })
}

function parse(text: string, { isSensitive, allowsEmpty }: IniOptions): Map<string, Map<string, string | null>> {
  const defaults = new Map<string, string | null>()
  const sections = new Map<string, Map<string, string | null>>([['', new Map()]])
  let current = sections.get('') as Map<string, string | null>
  let last: string | undefined
  for (const line of text.split('\n')) {
    if (/^\s*(?:[#;]|$)/.test(line)) continue
    const head = /^\[(.+)\]\s*$/.exec(line)
    if (head) {
      const name = head[1] as string
      current = name === 'DEFAULT' ? defaults : (sections.get(name) ?? new Map())
      if (name !== 'DEFAULT') sections.set(name, current)
      last = undefined
    } else if (/^\s/.test(line) && last !== undefined) current.set(last, `${current.get(last) ?? ''}\n${line.trim()}`)
    else {
      const [, key = '', value] = /^\s*(.*?)\s*(?:[=:]\s*(.*?)\s*)?$/.exec(line) ?? []
      if (value === undefined && !allowsEmpty) throw new PythonError(`the line is not key = value: ${line}`)
      last = isSensitive ? key : key.toLowerCase()
      current.set(last, value ?? null)
    }
  }
  return new Map([...sections].map(([name, values]) => [name, new Map([...defaults, ...values])]))
}
