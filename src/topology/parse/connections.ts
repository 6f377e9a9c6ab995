/** `max_connections`: what the playbook says that the database has. */
import type { Reader } from '../../yaml/reader.ts'
import { connectionsOf, defaultPool, spareConnections } from '../model/connections.ts'
import { wholeNumber } from './numbers.ts'

/** Refuses what no host can do: the least that so many processes take. The host knows its pools, and is asked for more. */
export function maxConnections(reader: Reader, workers: number): number | null {
  const declared = wholeNumber(reader, {
    ...{ code: 'bad-max-connections', what: '`max_connections`', from: 1, to: 262143 },
    hint: 'Set it to the result of `SHOW max_connections` in PostgreSQL, or leave it out.',
  })
  if (declared === undefined) return null
  const needed = connectionsOf(workers)
  if (declared < needed) tooMany(reader, { declared, needed, workers })
  return declared
}

type Numbers = { readonly declared: number; readonly needed: number; readonly workers: number }

function tooMany(reader: Reader, { declared, needed, workers }: Numbers): void {
  const fits = Math.floor((declared - spareConnections) / defaultPool) - 1
  const fewer = fits > 0 ? `have ${fits} workers at most` : 'remove all workers'
  reader.fail({
    code: 'too-many-connections',
    message: `Main and ${workers} workers may open ${needed - spareConnections} connections; ${spareConnections} more are for others.`,
    found: `${declared} connections`,
    expected: `${needed} or more`,
    hint: `Raise max_connections of PostgreSQL to ${needed} (it restarts) and write it here, or ${fewer}.`,
  })
}
