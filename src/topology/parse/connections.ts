/** Connections to the database that all processes together may open. */
import type { Reader } from '../../playbook/parse/reader.ts'
import { wholeNumber } from './numbers.ts'

/** `cp_max` as Synapse's documentation sets it. */
const poolOf = 10
/** For PostgreSQL itself, backups and psql. */
const spare = 10

/** What a deployment needs of `max_connections`. */
export const connectionsOf = (workers: number): number => (workers + 1) * poolOf + spare

export function maxConnections(reader: Reader, workers: number): number | null {
  const declared = wholeNumber(reader, {
    code: 'bad-max-connections',
    what: '`max_connections`',
    from: 1,
    to: 262143,
    hint: 'Write the number that `SHOW max_connections` of PostgreSQL says, or leave it out.',
  })
  if (declared === undefined) return null
  const needed = connectionsOf(workers)
  if (declared >= needed) return declared
  const fits = Math.max(0, Math.floor((declared - spare) / poolOf) - 1)
  reader.fail({
    code: 'too-many-connections',
    message: `Main and ${workers} workers may open ${needed - spare} connections; ${spare} more are kept for others.`,
    found: `${declared} connections`,
    expected: `${needed} or more`,
    hint: `Raise max_connections of PostgreSQL to ${needed} (it restarts) and write it here, or have ${fits} workers at most. Where cp_max of Synapse is below ${poolOf}, leave it out here: the host is asked.`,
  })
  return declared
}
