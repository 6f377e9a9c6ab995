/** `rooms` of a roomworker: room id -> the number of the worker that serves it alone. */
import { describe, type Reader } from '../../yaml/reader.ts'
import type { Role } from '../model/role.ts'
import type { Declared, Named } from './declared.ts'
import { asNumber } from './numbers.ts'

const roomworker = 'roomworker'

export function roomsOf(role: Role, reader: Reader | undefined, workers: readonly Named[]): Declared['rooms'] {
  if (reader === undefined) return []
  if (role.name !== roomworker) return misplaced(role, reader)
  const entries = reader.entries('`rooms`') ?? []
  return entries.flatMap(([room, at]) => {
    const isRoom = checkId(room, at)
    const worker = numberOf(at, workers)
    return isRoom && worker !== undefined ? [{ room, worker, at }] : []
  })
}

function misplaced(role: Role, reader: Reader): [] {
  reader.fail({
    at: 'key',
    code: 'rooms-of-other-role',
    message: `A \`${role.name}\` cannot have rooms of its own.`,
    found: role.name,
    expected: roomworker,
    hint: `Write ${roomworker}: { count: 2, rooms: { "!busy:example.org": 1 } }.`,
  })
  return []
}

/** Characters that no server puts into an id, and that would end a text in nginx's configuration, are refused as well. */
function checkId(room: string, at: Reader): boolean {
  if (/^![A-Za-z0-9._~=+-]+(:[A-Za-z0-9.:[\]-]+)?$/.test(room) && room.length <= 255) return true
  const found = room
  if (room.startsWith('#')) {
    const message = `\`${room}\` is an alias; requests carry the id of a room.`
    const hint = 'Clients show the id in the settings of the room (Element: Advanced, "Internal room ID").'
    at.fail({ at: 'key', code: 'alias-for-room', message, found, expected: 'an id: "!busy:example.org"', hint })
    return false
  }
  const hint = /^[A-Za-z0-9]+:/.test(room) ? `did you mean "!${room}"?` : 'A room ID starts with !; write it in quotes.'
  const message = `\`${room}\` is not the id of a room.`
  at.fail({ at: 'key', code: 'bad-room-id', message, found, expected: '"!busy:example.org"', hint })
  return false
}

function numberOf(at: Reader, workers: readonly Named[]): number | undefined {
  const { value } = at
  const count = workers.length
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= count) return value
  const named = workers.findIndex(({ name }) => name === value)
  const first = count === 0 ? `No ${roomworker} is declared: raise its count.` : `The first is 1, the last ${count}.`
  return at.fail({
    code: 'room-without-worker',
    message: `No ${roomworker} has this number.`,
    found: describe(value),
    expected: count === 0 ? 'a worker' : `a number from 1 to ${count}`,
    hint: named >= 0 ? `${value} is number ${named + 1}.` : (asNumber(at) ?? first),
  })
}
