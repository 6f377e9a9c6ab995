/** A preset by its name: how many workers of each role. */
import { hintFor } from '../../errors/suggest.ts'
import { describe, type Reader } from '../../playbook/parse/reader.ts'
import type { Role } from '../role.ts'
import { roles } from '../roles/index.ts'
import { folded } from './declared.ts'

export type Counts = ReadonlyMap<Role, number>

const presets: Readonly<Record<string, Readonly<Record<string, number>>>> = {}

/** Reports a name that no preset has. */
export function presetOf(reader: Reader): Counts | undefined {
  const names = Object.keys(presets)
  const { value } = reader
  const name = typeof value === 'string' ? names.find(other => folded(other) === folded(value)) : undefined
  if (name !== undefined) return countsOf(presets[name] ?? {})
  const monolith = /^(none|no|monolith|main|off)?$/i.test(String(value))
  return reader.fail({
    code: 'unknown-preset',
    message: `There is no preset ${typeof value === 'string' ? `\`${value}\`` : 'of this name'}.`,
    found: describe(value),
    expected: names.join(', '),
    ...(monolith ? { hint: 'workers: {} is a monolith.' } : hintFor(String(value), names)),
  })
}

function countsOf(counts: Readonly<Record<string, number>>): Counts {
  const entries = Object.entries(counts).map(
    ([name, count]) => [roles.find(role => role.name === name), count] as const,
  )
  return new Map(entries.flatMap(([role, count]) => (role ? [[role, count] as const] : [])))
}
