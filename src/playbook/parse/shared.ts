/** What plays and tasks have in common: tags, variables, the way to become root. */
import { describe, type Reader } from '../../yaml/reader.ts'

/** `tags: a, b`, or a list. */
export function readTags(reader: Reader, what: string): string[] {
  const words = reader.texts(what).flatMap(text => text.split(','))
  return words.map(word => word.trim()).filter(word => word !== '')
}

/** A mapping of variables; their names are checked. An empty `vars:` is none. */
export function readVars(reader: Reader, what: string): Record<string, unknown> {
  if (reader.value === null) return {}
  const entries = reader.entries(what) ?? []
  for (const [name, entry] of entries) checkName(entry, name, 'variable')
  return Object.fromEntries(entries.map(([name, entry]) => [name, entry.value]))
}

/** The name of a variable (register, loop_var). */
export function readName(reader: Reader, what: string): string | undefined {
  const name = reader.text(what)
  return name !== undefined && checkName(reader, name, 'variable', 'value') ? name : undefined
}

/** A condition or a list of them; `when: false` is text too, so that all are alike. */
export function readConditions(reader: Reader, what: string): string[] {
  const items = Array.isArray(reader.value) ? (reader.items(what) ?? []) : [reader]
  return items.flatMap(item => {
    if (typeof item.value === 'boolean') return String(item.value)
    if (typeof item.value === 'string' && item.value.trim() !== '') return item.value
    const expected = 'a condition (text), yes or no, or a list of them'
    return (
      item.fail({
        code: 'wrong-type',
        message: `${what} is not a condition; expected a Jinja expression or a boolean.`,
        found: describe(item.value),
        expected,
      }) ?? []
    )
  })
}

/** Of a play: how its hosts become root. */
export function readMethod(reader: Reader, what: string): string | undefined {
  const method = reader.text(what)
  if (method === undefined || isMethod(method)) return method
  return reader.fail({ code: 'not-supported', message: `${what} can only be sudo or su.`, found: method })
}

/** Of a task: as the play has it. */
export function readBecomeMethod(reader: Reader, what: string): void {
  const method = reader.text(what)
  if (method === undefined || /^(?:ansible\.builtin\.)?sudo$/.test(method)) return
  const message = `${what} of a task can only be sudo: set it for the play, whose hosts have one connection each.`
  reader.fail({ code: 'not-supported', message, found: method, expected: 'sudo' })
}

const isMethod = (method: string): boolean => /^(?:ansible\.builtin\.)?(?:sudo|su)$/.test(method)

function checkName(reader: Reader, name: string, kind: string, at: 'key' | 'value' = 'key'): boolean {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return true
  const expected = 'letters, digits and _, not starting with a digit'
  const better = name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=[0-9])/, '_')
  const hint = /[A-Za-z]/.test(better) ? { hint: `For example \`${better}\`.` } : {}
  reader.fail({ code: 'bad-value', message: `\`${name}\` cannot be the name of a ${kind}.`, expected, at, ...hint })
  return false
}

/** A number, zero or more, or a template of one. */
export function readCount(reader: Reader, what: string): number | string | undefined {
  const { value } = reader
  return typeof value === 'string' && value.includes('{{') ? value : readNumber(reader, what)
}

export function readNumber(reader: Reader, what: string): number | undefined {
  const number = typeof reader.value === 'string' ? Number(reader.value) : reader.value
  if (typeof number === 'number' && number >= 0) return number
  return reader.wrongType(what, 'a number, zero or more')
}
