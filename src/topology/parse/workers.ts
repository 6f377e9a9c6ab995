/** `workers`: a preset, roles, or a preset that roles change. */
import { isRecord, type Reader } from '../../yaml/reader.ts'
import { workersOf } from '../model/deployment.ts'
import type { Role } from '../model/role.ts'
import { roles } from '../model/roles/index.ts'
import { type Declared, folded } from './declared.ts'
import { type Part, presetOf } from './preset.ts'
import { readRole } from './role.ts'
import { settings, unknownRole } from './unknown-role.ts'

export function readWorkers(reader: Reader): readonly Declared[] {
  if (typeof reader.value === 'string') return [...(presetOf(reader) ?? [])].map(declaredOf)
  if (!isRecord(reader.value)) {
    reader.wrongType('`workers`', 'a mapping', 'Name a preset (workers: small) or roles; workers: {} is a monolith.')
    return []
  }
  const preset = reader.has('preset') ? (presetOf(reader.at('preset')) ?? new Map()) : undefined
  const named = rolesNamed(reader)
  const rest = [...(preset ?? [])].filter(([role]) => !named.has(role))
  return [...[...named].flatMap(([role, at]) => readRole(role, at, preset) ?? []), ...rest.map(declaredOf)]
}

function declaredOf([role, { count, streams, at }]: readonly [Role, Part]): Declared {
  return {
    ...{ role, at, isOfPreset: true, rooms: [] },
    workers: workersOf(role, count).map(({ name }) => ({ name, at, isGiven: false })),
    streams: streams.map(stream => ({ stream, at })),
    options: streams.length === 0 ? {} : { streams },
  }
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

/** A setting of Synapse is none, though a role may be called alike (`stream_writers`). */
export const roleCalled = (name: string): Role | undefined =>
  settings.has(folded(name))
    ? undefined
    : roles.find(role => [role.name, ...(role.aliases ?? [])].some(other => folded(other) === folded(name)))

function twice(name: string, role: Role, at: Reader, other: Reader): void {
  const { line } = other.source.place(other.path, 'key')
  at.fail({
    at: 'key',
    code: 'role-twice',
    message: `The role \`${role.name}\` is already declared in line ${line}, as \`${other.path.at(-1)}\`.`,
    found: name,
    hint: `Declare \`${role.name}\` once.`,
  })
}
