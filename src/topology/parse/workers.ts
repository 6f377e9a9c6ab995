/** `workers`: a preset, roles, or a preset that roles change. */
import { isRecord, type Reader } from '../../playbook/parse/reader.ts'
import { workersOf } from '../deployment.ts'
import type { Role } from '../role.ts'
import { roles } from '../roles/index.ts'
import { type Declared, folded } from './declared.ts'
import { type Counts, presetOf } from './preset.ts'
import { readRole } from './role.ts'
import { unknownRole } from './unknown-role.ts'

export function readWorkers(reader: Reader): readonly Declared[] {
  if (typeof reader.value === 'string') return ofPreset(presetOf(reader), reader)
  if (!isRecord(reader.value)) {
    reader.wrongType('`workers`', 'a mapping', 'Name a preset (workers: small) or roles; workers: {} is a monolith.')
    return []
  }
  const preset = reader.has('preset') ? (presetOf(reader.at('preset')) ?? new Map()) : undefined
  const named = rolesNamed(reader)
  const declared = [...named].flatMap(([role, at]) => readRole(role, at, preset && (preset.get(role) ?? 0)) ?? [])
  const rest = new Map([...(preset ?? [])].filter(([role]) => !named.has(role)))
  return [...declared, ...ofPreset(rest, reader.at('preset'))]
}

function rolesNamed(reader: Reader): ReadonlyMap<Role, Reader> {
  const named = new Map<Role, Reader>()
  for (const [name, at] of reader.entries('`workers`') ?? []) {
    if (name === 'preset') continue
    const role = roleCalled(name)
    const other = role && named.get(role)
    if (role === undefined) unknownRole(name, at)
    else if (other) twice(name, role, at, other)
    else named.set(role, at)
  }
  return named
}

const roleCalled = (name: string): Role | undefined =>
  roles.find(role => [role.name, ...(role.aliases ?? [])].some(other => folded(other) === folded(name)))

function twice(name: string, role: Role, at: Reader, other: Reader): void {
  const { line } = other.source.place(other.path, 'key')
  at.fail({
    at: 'key',
    code: 'role-twice',
    message: `\`${name}\` is the role \`${role.name}\`, which stands in line ${line} as \`${other.path.at(-1)}\`.`,
    found: name,
    hint: `Say all of \`${role.name}\` in one place.`,
  })
}

function ofPreset(counts: Counts | undefined, at: Reader): readonly Declared[] {
  return [...(counts ?? [])].map(([role, count]) => ({
    ...{ role, at, isOfPreset: true, options: {}, streams: [], rooms: [] },
    workers: workersOf(role, count).map(({ name }) => ({ name, at, isGiven: false })),
  }))
}
