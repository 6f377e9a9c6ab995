/** How many workers a role has: `2`, `{ count: 2 }`, `{ names: [a, b] }`, or what the preset says. */
import { describe, isRecord, type Reader } from '../../yaml/reader.ts'
import { workersOf } from '../model/deployment.ts'
import type { Role } from '../model/role.ts'
import type { Named } from './declared.ts'
import { missing } from './mapping.ts'
import { namesOf } from './names.ts'
import { asNumber } from './numbers.ts'
import { tooMany } from './too-many.ts'

/** Processes beyond which it is a slip of the finger. */
export const mostWorkers = 100

type Given = { readonly count?: Reader | undefined; readonly names?: Reader | undefined }

/** `preset`: how many of the role the preset has; undefined: there is no preset. */
export function workersNamed(role: Role, at: Reader, given: Given, preset: number | undefined): readonly Named[] {
  const { names, count: counted } = given
  if (names) return given.count ? agreed(role, names, given.count) : named(role, names)
  const count = counted ? countOf(role, counted, preset !== undefined) : presetCount(role, at, preset)
  return workersOf(role, count ?? 0).map(({ name }) => ({ name, at: counted ?? at, isGiven: false }))
}

function presetCount(role: Role, at: Reader, preset: number | undefined): number | undefined {
  const isSaid = preset !== undefined && preset > 0
  return isSaid || !isRecord(at.value) ? preset : missing(at, `\`${role.name}\``, 'count')
}

function countOf(role: Role, reader: Reader, mayBeNone: boolean): number | undefined {
  const { value } = reader
  if (typeof value !== 'number') {
    const hint = asNumber(reader) ?? `Write ${role.name}: 1.`
    return reader.wrongType(`How many \`${role.name}\``, 'a whole number', hint)
  }
  const least = mayBeNone ? 0 : 1
  if (Number.isInteger(value) && value >= least) return atMost(role, value, reader)
  return reader.fail({
    code: 'bad-topology',
    message: `\`${role.name}\` cannot have ${value} workers.`,
    found: String(value),
    expected: `a whole number, ${least} or more`,
    hint: value === 0 ? `Leave \`${role.name}\` out: 0 removes a role of a preset.` : `Write ${role.name}: 1.`,
  })
}

function atMost(role: Role, count: number, reader: Reader): number | undefined {
  if (role.atMost !== undefined && count > role.atMost) return tooMany(role, count, reader)
  if (count <= mostWorkers) return count
  return reader.fail({
    code: 'bad-topology',
    message: `\`${role.name}\` cannot have more than ${mostWorkers} workers.`,
    found: String(count),
    expected: `${mostWorkers} or less`,
    hint: 'More than a few workers of one role seldom help: they do not speed up a single request.',
  })
}

function named(role: Role, reader: Reader): readonly Named[] {
  const names = namesOf(reader) ?? []
  if (role.atMost !== undefined && names.length > role.atMost) tooMany(role, names.length, reader)
  return names.map(({ name, at }) => ({ name, at, isGiven: true }))
}

function agreed(role: Role, names: Reader, count: Reader): readonly Named[] {
  const list = Array.isArray(names.value) ? names.value : undefined
  if (list && list.length > 0 && count.value !== list.length) {
    count.fail({
      code: 'count-and-names',
      message: `\`${role.name}\` has ${list.length === 1 ? 'one name' : `${list.length} names`}, and another count.`,
      found: describe(count.value),
      expected: String(list.length),
      hint: 'Leave `count` out: there is a worker for each name.',
    })
  }
  return named(role, names)
}
