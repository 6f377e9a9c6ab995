/**
 * Discovery: who holds the positions of Synapse's streams, as its database has it. Read only. Asked as the user postgres, who needs no
 * password where PostgreSQL runs on the host itself. All its databases that are a Synapse's are read, so that none need be named.
 */

import { runProgram } from '../../shell/program-file.ts'
import { type Kind, type RefTo, refKey, type State } from '../kind.ts'

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
  probe: () => runProgram('resources/synapse/positions.sh'),
  read(output, refs) {
    const state: State = readAnswer(output.toString('utf8'))
    return new Map(refs.map(ref => [refKey(ref), state]))
  },
}

function readAnswer(text: string): SynapsePositionsState {
  const lines = text.split('\n').filter(line => line !== '')
  const tagged = (tag: string) => lines.filter(line => line.startsWith(tag)).map(line => line.slice(tag.length))
  const error = lines.find(line => !line.startsWith('@')) ?? null
  return { holders: tagged('@holds '), databases: tagged('@database '), error }
}
