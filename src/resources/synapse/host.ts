/** Discovery: what a Synapse shares its host with: memory, the connections of PostgreSQL, programs that speak to it directly. Read only. */
import { readProgram, runProgram } from '../../shell/program-file.ts'
import { type Kind, refKey } from '../kind.ts'

/** id: ''. Always there. */
export type SynapseHostState = {
  /** `max_connections` of the PostgreSQL that answers on this host's socket; null: none does. */
  readonly maxConnections: number | null
  /** MiB */
  readonly memoryTotal: number
  readonly memoryAvailable: number
  /** `PORT UNIT` (`8008 mautrix-signal.service`): programs with a connection to a port of this host; no unit: their own name. */
  readonly visitors: readonly string[]
}

export const synapseHostKind: Kind = {
  name: 'synapse-host',
  probe: () => runProgram('resources/synapse/host.sh', [readProgram('resources/synapse/visitors.awk')]),
  read(output, refs) {
    const state = stateOf(output.toString('utf8'))
    return new Map(refs.map(ref => [refKey(ref), state]))
  },
}

function stateOf(output: string): SynapseHostState {
  const all = (tag: string) => [...output.matchAll(new RegExp(`^${tag} (.*)$`, 'gm'))].map(([, text = '']) => text)
  const mebibytes = (tag: string) => Math.round(Number(all(tag)[0] ?? 0) / 1024)
  const servers = all('postgres').map(line => line.split(' '))
  const [, shown = ''] = servers.find(([port]) => port === '5432') ?? servers[0] ?? []
  return {
    maxConnections: /^\d+$/.test(shown) ? Number(shown) : null,
    memoryTotal: mebibytes('total'),
    memoryAvailable: mebibytes('available'),
    visitors: [...new Set(all('visitor'))].sort(),
  }
}
