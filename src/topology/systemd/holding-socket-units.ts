/** The unit files of the gates. */
import type { Facts } from '../model/facts.ts'
import type { TextFile } from '../model/managed-file.ts'
import { clubGroup, managed, unitFile } from '../model/paths.ts'
import { gates, type HoldingSocket, workerGate, writerGate } from './holding-sockets.ts'

/** Main's, and a template for all workers' of a kind. */
export function holdingSocketUnits(facts: Facts): readonly TextFile[] {
  return [...gates, workerGate('%i'), writerGate('%i')].flatMap(gate => [
    { path: fileOf(gate.socketUnit), text: managed(socketText(gate, facts)) },
    { path: fileOf(gate.serviceUnit), text: managed(serviceText(gate, facts)) },
  ])
}

const fileOf = (unit: string): string => unitFile(unit.replace('%i', ''))

function socketText({ socket, visitors, process }: HoldingSocket, { user }: Facts): string {
  return `[Unit]
Description=Holding socket of ${process}: ${visitors} wait here while it restarts

[Socket]
ListenStream=${socket}
SocketUser=${user}
SocketGroup=${clubGroup}
SocketMode=0660
Backlog=4096
RemoveOnStop=yes

[Install]
WantedBy=sockets.target
`
}

/** PartOf and After: stopped before the process stops, started when that says that it is ready, in one transaction with it. */
function serviceText(gate: HoldingSocket, facts: Facts): string {
  return `[Unit]
Description=Proxy from the holding socket to ${gate.process}
Requires=${gate.socketUnit}
After=${gate.socketUnit} ${gate.unit}
PartOf=${gate.unit}

[Service]
User=${facts.user}
# The default of 256 would refuse further connections. Each connection takes six file descriptors.
ExecStart=/lib/systemd/systemd-socket-proxyd --connections-max=16384 ${proxyTarget(gate.leadsTo(facts))}
LimitNOFILE=131072

[Install]
WantedBy=${gate.unit}
`
}

/** systemd-socket-proxyd takes an IPv6 address without brackets: what follows the last colon is the port. */
function proxyTarget(address: string): string {
  return address.replace(/^\[(.+)\](?=:\d+$)/, '$1')
}
