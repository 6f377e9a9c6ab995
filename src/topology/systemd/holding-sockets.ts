/**
 * Gates before processes of which there is one: while it restarts, systemd keeps the gate's socket, and what comes waits in the kernel
 * until it is back. nginx comes through one; workers that ask main or a writer through another, since by themselves they would try
 * again after 1, 2, 4, 8 s.
 */
import { type Deployment, ofRole, type Worker } from '../model/deployment.ts'
import type { Facts } from '../model/facts.ts'
import { mainAddress } from '../model/listeners.ts'
import {
  gateSocket,
  inboundSocket,
  mainReplication,
  mainUnit,
  replicationGateSocket,
  replicationSocket,
  workerGateSocket,
  workerUnit,
  writerGateSocket,
} from '../model/paths.ts'
import { replicates } from '../model/writers.ts'

export type HoldingSocket = {
  readonly socketUnit: string
  readonly serviceUnit: string
  readonly socket: string
  /** For whom it is. */
  readonly visitors: 'requests' | 'workers'
  /** The unit of the process that it stands before: stopped with it, started when that is ready. */
  readonly unit: string
  /** That process, for people. */
  readonly process: string
  /** Where it listens: `host:port` or a path. */
  leadsTo(facts: Facts): string
}

/** Where requests wait for the main process. */
export const mainGate: HoldingSocket = {
  ...unitsOf('matrix-synapse-gate'),
  ...{ socket: gateSocket, visitors: 'requests', leadsTo: facts => mainAddress(facts.listeners) },
  ...{ unit: mainUnit, process: 'the main process of Synapse' },
}

/** Those before the main process. */
export const gates: readonly HoldingSocket[] = [
  mainGate,
  {
    ...unitsOf('matrix-synapse-gate-replication'),
    ...{ socket: replicationGateSocket, visitors: 'workers', leadsTo: () => mainReplication },
    ...{ unit: mainUnit, process: 'the main process of Synapse' },
  },
]

/** All gates of a deployment: main's two, one for each worker that nobody can stand in for, one for each that others have to reach. */
export function holdingSocketsOf(deployment: Deployment, facts: Facts): readonly HoldingSocket[] {
  const { workers } = deployment
  const gated = workers.filter(worker => isGated(worker, deployment))
  const reached = workers.filter(({ name }) => replicates(name, deployment, facts))
  return workers.length === 0
    ? []
    : [...gates, ...gated.map(({ name }) => workerGate(name)), ...reached.map(({ name }) => writerGate(name))]
}

/**
 * Whether requests wait at a gate of its own while it restarts: nobody else serves its role, or it may have to stop together with all that
 * do (writers), while main cannot stand in for them.
 */
export function isGated({ role }: Pick<Worker, 'role'>, deployment: Deployment): boolean {
  if (role.routes.length === 0) return false
  return role.rank === 'writers' || role.rank === 'media' || ofRole(deployment, role).length === 1
}

/** `%i` as the name gives the gate of the template units. */
export function workerGate(name: string): HoldingSocket {
  return {
    ...unitsOf(`matrix-synapse-gate-worker@${name}`),
    ...{ socket: workerGateSocket(name), visitors: 'requests', leadsTo: () => inboundSocket(name) },
    ...{ unit: workerUnit(name), process: `Synapse worker ${name}` },
  }
}

/** As {@link workerGate}: before the replication socket of a worker. */
export function writerGate(name: string): HoldingSocket {
  return {
    ...unitsOf(`matrix-synapse-gate-writer@${name}`),
    ...{ socket: writerGateSocket(name), visitors: 'workers', leadsTo: () => replicationSocket(name) },
    ...{ unit: workerUnit(name), process: `Synapse worker ${name}` },
  }
}

function unitsOf(name: string) {
  return { socketUnit: `${name}.socket`, serviceUnit: `${name}.service` }
}
