/** One role of `workers`: a count, or a mapping with all that is to be said of its workers. */
import { closest } from '../../errors/suggest.ts'
import { isRecord, type Reader } from '../../yaml/reader.ts'
import type { Role } from '../model/role.ts'
import { workersNamed } from './count.ts'
import type { Declared } from './declared.ts'
import { mapping } from './mapping.ts'
import { optionKeys, optionsOf } from './options.ts'
import type { Parts } from './preset.ts'
import { roomsOf } from './rooms.ts'
import { streamsOf } from './streams.ts'

export const sender = 'federation-sender'
const restriction = 'outbound_federation_restricted_to'
/** What looks like a setting of Synapse, and not like a misspelt key. */
const belowSettings = (key: string): string | undefined =>
  closest(key, keys) === undefined ? `Write a Synapse setting one level deeper: settings: { ${key}: ... }.` : undefined

const keys = ['count', 'names', ...optionKeys, 'rooms', 'streams', restriction] as const

/** `preset`: what it has of the roles; undefined: there is none. */
export function readRole(role: Role, at: Reader, preset: Parts | undefined): Declared | undefined {
  const given = isRecord(at.value) ? mapping(at, `\`${role.name}\``, keys, belowSettings) : { count: at }
  if (given === undefined) return undefined
  const workers = workersNamed(role, at, given, preset && (preset.get(role)?.count ?? 0))
  const streams = workers.length === 0 && !given.streams ? [] : streamsOf(role, given.streams, at, preset?.get(role))
  const restricts = given[restriction] && restrictionOf(role, given[restriction])
  const options = optionsOf(given, role)
  return {
    role,
    at,
    isOfPreset: false,
    workers,
    options: streams.length === 0 ? options : { ...options, streams: streams.map(({ stream }) => stream) },
    streams,
    rooms: roomsOf(role, given.rooms, workers),
    ...(restricts ? { restriction: restricts } : {}),
  }
}

function restrictionOf(role: Role, reader: Reader): Reader | undefined {
  if (role.name === sender) return flag(reader) ? reader : undefined
  return reader.fail({
    at: 'key',
    code: 'restriction-of-other-role',
    message: `A \`${role.name}\` cannot be the one that speaks to other servers.`,
    found: role.name,
    expected: sender,
    hint: `Write ${sender}: { count: 1, ${restriction}: true }.`,
  })
}

/** Synapse's setting of the same name is a list; here swk makes that from the workers. */
function flag(reader: Reader): boolean | undefined {
  if (!Array.isArray(reader.value)) return reader.flag(`\`${restriction}\``)
  return reader.wrongType(`\`${restriction}\``, 'yes or no', 'Write true: swk generates the list from the workers.')
}
