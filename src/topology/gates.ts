/**
 * Gates before the main process: while it restarts, systemd keeps their sockets, and what comes waits in the kernel until main is back.
 * nginx comes through one; workers that ask main through the other, since by themselves they would try again after 1, 2, 4, 8 s.
 */
import type { Facts } from './facts.ts'
import { clubGroup, gateSocket, mainReplication, mainUnit, replicationGateSocket } from './layout.ts'
import { mainAddress } from './listeners.ts'

export type Gate = {
  readonly socketUnit: string
  readonly serviceUnit: string
  readonly socket: string
  /** For whom it is. */
  readonly visitors: string
  /** Where main listens: `host:port` or a path. */
  leadsTo(facts: Facts): string
}

export const gates: readonly Gate[] = [
  {
    socketUnit: 'matrix-synapse-gate.socket',
    serviceUnit: 'matrix-synapse-gate.service',
    socket: gateSocket,
    visitors: 'requests',
    leadsTo: facts => mainAddress(facts.listeners),
  },
  {
    socketUnit: 'matrix-synapse-gate-replication.socket',
    serviceUnit: 'matrix-synapse-gate-replication.service',
    socket: replicationGateSocket,
    visitors: 'workers',
    leadsTo: () => mainReplication,
  },
]

export function gateSocketText({ socket, visitors }: Gate, { user }: Facts): string {
  return `[Unit]
Description=Gate before the main process of Synapse: ${visitors} wait here while it restarts

[Socket]
ListenStream=${socket}
SocketUser=${user}
SocketGroup=${clubGroup}
SocketMode=0660
Backlog=4096

[Install]
WantedBy=sockets.target
`
}

/** PartOf and After: stopped before main stops, started when main says that it is ready, in one transaction with it. */
export function gateServiceText(gate: Gate, facts: Facts): string {
  return `[Unit]
Description=Leads ${gate.visitors} through the gate to the main process of Synapse
Requires=${gate.socketUnit}
After=${gate.socketUnit} ${mainUnit}
PartOf=${mainUnit}

[Service]
User=${facts.user}
# The default is 256: the 257th that waits would fail. Each takes six descriptors.
ExecStart=/lib/systemd/systemd-socket-proxyd --connections-max=16384 ${gate.leadsTo(facts)}
LimitNOFILE=131072

[Install]
WantedBy=${mainUnit}
`
}
