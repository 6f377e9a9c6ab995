/**
 * Discovery: who holds the positions of Synapse's streams, as its database has it. Read only. Asked as the user postgres, who needs no
 * password where PostgreSQL runs on the host itself. All its databases that are a Synapse's are read, so that none need be named.
 */

import { sh } from '../../shell/sh.ts'
import type { RefTo } from '../kind.ts'
import { type Kind, refKey, type State } from '../kind.ts'

/** id: '' (one a host). Always there. */
export type SynapsePositionsState = {
  /**
   * `DATABASE STREAM INSTANCE`, as in stream_positions; the stream `federation_sender` stands for the places that senders have in the
   * queue for other servers.
   */
  readonly holders: readonly string[]
  /** Databases of Synapse that were read. */
  readonly databases: readonly string[]
  /** Why it cannot be said; null: it can. */
  readonly error: string | null
}

export const synapsePositions: RefTo<SynapsePositionsState> = { kind: 'synapse-positions', id: '' }

export const synapsePositionsKind: Kind = {
  name: 'synapse-positions',
  traits: ['transient'],
  probe: () => sh`names=${names} rows=${rows}
eval ${script}`,
  read(output, refs) {
    const state: State = readAnswer(output.toString('utf8'))
    return new Map(refs.map(ref => [refKey(ref), state]))
  },
}

const names = `SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate AND datname ~ '^[A-Za-z0-9_.-]+$'`

/** A database without these tables is no Synapse's. */
const rows = `
SELECT to_regclass('stream_positions') IS NOT NULL AND to_regclass('federation_stream_position') IS NOT NULL AS found \\gset
\\if :found
SELECT '@database ' || current_database();
SELECT '@holds ' || current_database() || ' ' || stream_name || ' ' || instance_name FROM stream_positions
UNION SELECT '@holds ' || current_database() || ' federation_sender ' || instance_name FROM federation_stream_position ORDER BY 1;
\\endif`

/** `-X`: nobody's own psqlrc; `-w`: nobody is asked for a password. A database that hangs must not hold up what else is looked at. */
const script = String.raw`
ask() { PGCONNECT_TIMEOUT=3 PGOPTIONS='-c default_transaction_read_only=on -c statement_timeout=3000' timeout 8 runuser -u postgres -- psql -wXAtq -d "$1" 2>&1; }
if ! id -u postgres >/dev/null 2>&1 || ! command -v psql >/dev/null; then
  printf 'PostgreSQL is not on this host\n'
else
  cd /
  all=$(printf '%s\n' "$names" | ask postgres) || { printf '%s\n' "$all"; all=; }
  for database in $all; do printf '%s\n' "$rows" | ask "$database"; done
fi`

function readAnswer(text: string): SynapsePositionsState {
  const lines = text.split('\n').filter(line => line !== '')
  const tagged = (tag: string) => lines.filter(line => line.startsWith(tag)).map(line => line.slice(tag.length))
  const error = lines.find(line => !line.startsWith('@')) ?? null
  return { holders: tagged('@holds '), databases: tagged('@database '), error }
}
