/** Streams are written by those who are configured to: their positions in the database are held by no one else. */
import type { HostView } from '../../../engine/module.ts'
import { synapsePositions } from '../../../resources/synapse/positions.ts'
import { see } from '../../../sdk/refs.ts'
import { pickOf } from '../../model/effective-config.ts'
import { streams } from '../../model/role.ts'
import { sendersOf, writersOf } from '../../model/writers.ts'
import type { Check, Subject } from './check.ts'

export const positions: Check = {
  name: 'Only the configured writers hold stream positions',
  hint: 'Synapse deletes a removed writer from these tables when any process starts; a writer that reappears runs with another configuration.',
  onlyAfterChange: true,
  reads: () => [synapsePositions],
  faults(subject, observed) {
    const held = holders(subject, observed)
    return expected(subject).flatMap(({ name, tables, by }) => {
      const others = held.filter(([stream, instance]) => tables.includes(stream) && !by.includes(instance))
      return [...new Set(others.map(([, instance]) => instance))].map(
        instance => `${name} is for ${by.join(', ')}, but ${instance} holds a position of it`,
      )
    })
  },
  warnings(subject, observed) {
    const found = databaseOf(subject, observed)
    return 'because' in found ? [`positions of streams were not looked at: ${found.because}`] : []
  },
}

/** Where the database's name of a stream is not that of `stream_writers`. */
const tables: Readonly<Record<string, readonly string[]>> = {
  events: ['events', 'backfill'],
  presence: ['presence_stream'],
  push_rules: ['push_rules_stream'],
  device_lists: ['device_lists_stream'],
}

/** Main is `master` there. */
function expected({ deployment, facts }: Subject) {
  const writers = writersOf(deployment, facts)
  const senders = sendersOf(deployment)
  return [
    ...streams.map(name => ({
      name: `stream ${name}`,
      tables: tables[name] ?? [name],
      by: writers[name] ?? ['master'],
    })),
    // Main takes the positions of senders that are gone over with the first event that it sends, not before.
    ...(senders.length > 0
      ? [{ name: 'the queue for other servers', tables: ['federation_sender'], by: senders }]
      : []),
  ]
}

function holders(subject: Subject, observed: HostView): readonly (readonly [stream: string, instance: string])[] {
  const found = databaseOf(subject, observed)
  if ('because' in found) return []
  const rows = see(observed, synapsePositions)?.holders ?? []
  return rows
    .map(row => row.split(' '))
    .filter(([database]) => database === found.name)
    .map(([, stream = '', instance = '']) => [stream, instance] as const)
}

/** Of several databases on the host that are a Synapse's, this homeserver's. */
function databaseOf(
  { facts: { files } }: Subject,
  observed: HostView,
): { readonly name: string } | { readonly because: string } {
  const host = pickOf(files, 'database', 'host')?.replace(/^["']|["']$/g, '') ?? ''
  if (!/^(|localhost|127\..*|::1|\/.*)$/.test(host)) return { because: `PostgreSQL is on ${host}` }
  const state = see(observed, synapsePositions)
  const databases = state?.databases ?? []
  const name = (pickOf(files, 'database', 'dbname') ?? pickOf(files, 'database', 'database'))?.replace(
    /^["']|["']$/g,
    '',
  )
  if (name !== undefined && databases.includes(name)) return { name }
  const [only, ...more] = databases
  if (only !== undefined && more.length === 0 && name === undefined) return { name: only }
  return {
    because:
      state?.error ??
      (name === undefined ? 'its database is not known' : `${name} does not exist in PostgreSQL on this host`),
  }
}
