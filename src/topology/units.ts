/** Units of systemd. The package's own unit is not edited; a drop-in makes main a part of the whole. */
import type { Facts } from './facts.ts'
import {
  clubGroup,
  gateSocket,
  gateSocketUnit,
  gateUnit,
  mainDropIn,
  mainUnit,
  managed,
  runFolder,
  target,
  unitFile,
  workersFolder,
  workerTemplate,
} from './layout.ts'
import { mainAddress } from './listeners.ts'
import type { TextFile } from './shared-config.ts'

export function unitFiles(facts: Facts): readonly TextFile[] {
  return [
    { path: unitFile(target), text: managed(targetUnit) },
    { path: unitFile(workerTemplate), text: managed(worker(facts)) },
    { path: unitFile(gateSocketUnit), text: managed(gateSocketText(facts)) },
    { path: unitFile(gateUnit), text: managed(gate(facts)) },
    { path: mainDropIn, text: managed(dropIn(facts)) },
  ]
}

const targetUnit = `[Unit]
Description=Matrix Synapse with all its workers
After=network.target
Wants=${mainUnit}

[Install]
WantedBy=multi-user.target
`

function worker(facts: Facts): string {
  const configs = [...facts.configPaths, `${workersFolder}/%i.yaml`].map(path => ` --config-path=${path}`).join('')
  return `[Unit]
Description=Synapse worker %i
AssertPathExists=${workersFolder}/%i.yaml

# Restarted, stopped and reloaded with the target.
PartOf=${target}
ReloadPropagatedFrom=${target}

# Main brings the database up to date before any worker may start.
After=${mainUnit} redis-server.service postgresql.service
Wants=redis-server.service

[Service]
Type=notify
NotifyAccess=main
User=${facts.user}
${lines('WorkingDirectory', facts.workingDirectory === '' ? [] : [facts.workingDirectory])}${lines('EnvironmentFile', facts.environmentFiles)}${lines('Environment', facts.environment)}ExecStart=${facts.python} -m synapse.app.generic_worker${configs}
ExecReload=/bin/kill -HUP $MAINPID
Restart=always
RestartSec=3
SyslogIdentifier=matrix-synapse-%i
LimitNOFILE=65536

[Install]
WantedBy=${target}
`
}

/** Keys of a unit, one a line. */
const lines = (key: string, values: readonly string[]): string => values.map(value => `${key}=${value}\n`).join('')

/** The sandbox of a hardened main would hide the sockets, and empty their folder at each stop. */
function dropIn({ runtimeDirectory, protectSystem }: Facts): string {
  const ownsFolder = runtimeDirectory.split(' ').includes('matrix-synapse')
  const sandbox = [
    ...(ownsFolder ? ['RuntimeDirectory='] : []),
    ...(protectSystem === 'strict' || ownsFolder ? [`ReadWritePaths=${runFolder}`] : []),
  ]
  return `[Unit]
PartOf=${target}
ReloadPropagatedFrom=${target}
After=redis-server.service postgresql.service
Wants=redis-server.service

[Service]
# A new version may have to change the database first.
TimeoutStartSec=900
${sandbox.map(line => `${line}\n`).join('')}`
}

function gateSocketText({ user }: Facts): string {
  return `[Unit]
Description=Gate before the main process of Synapse: requests wait here while it restarts

[Socket]
ListenStream=${gateSocket}
SocketUser=${user}
SocketGroup=${clubGroup}
SocketMode=0660
Backlog=4096

[Install]
WantedBy=sockets.target
`
}

function gate(facts: Facts): string {
  return `[Unit]
Description=Leads what came through the gate to the main process of Synapse
Requires=${gateSocketUnit}
After=${gateSocketUnit} ${mainUnit}
PartOf=${mainUnit}

[Service]
User=${facts.user}
# The default is 256: the 257th request that waits would fail. Each takes six descriptors.
ExecStart=/lib/systemd/systemd-socket-proxyd --connections-max=16384 ${mainAddress(facts.listeners)}
LimitNOFILE=131072

[Install]
WantedBy=${mainUnit}
`
}
