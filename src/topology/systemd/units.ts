/** Units of systemd. The package's own unit is not edited; a drop-in makes main a part of the whole. */
import { dropInMark } from '../../resources/unit/start-record.ts'
import { startedWithFile } from '../../sdk/start-record.ts'
import { type Deployment, isMonolith } from '../model/deployment.ts'
import type { Facts } from '../model/facts.ts'
import { absent, type ManagedFile } from '../model/managed-file.ts'
import {
  inboundSocket,
  mainDropIn,
  mainReplication,
  mainUnit,
  managed,
  replicationSocket,
  runFolder,
  target,
  unitFile,
  workersFolder,
  workerTemplate,
} from '../model/paths.ts'
import { moreMayWait } from './backlog.ts'
import { holdingSocketUnits } from './holding-socket-units.ts'
import { withoutStale } from './stale-sockets.ts'
import { workerUnitFile } from './worker-unit.ts'

/** Without workers, none of them. */
export function unitFiles(deployment: Deployment, facts: Facts): readonly ManagedFile[] {
  const files = [
    { path: unitFile(target), text: managed(targetUnit) },
    { path: unitFile(workerTemplate), text: managed(worker(facts)) },
    ...holdingSocketUnits(facts),
    { path: mainDropIn, text: managed(dropIn(facts)) },
  ]
  if (isMonolith(deployment)) return [...files.map(({ path }) => absent(path)), mainNote]
  return [...files, ...deployment.workers.map(workerUnitFile)]
}

/** Without a topology, nothing restarts main. */
const mainNote: ManagedFile = { ...absent(startedWithFile(mainUnit)), mark: dropInMark }

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

# The main process updates the database schema before any worker starts.
After=${mainUnit} ${facts.redis.unit} postgresql.service
Wants=${facts.redis.unit}

[Service]
Type=notify
NotifyAccess=main
User=${facts.user}
${lines('Group', ifSet(facts.group))}${lines('SupplementaryGroups', ifSet(facts.supplementaryGroups))}${lines('WorkingDirectory', ifSet(facts.workingDirectory))}${lines('EnvironmentFile', facts.environmentFiles)}${lines('Environment', facts.environment)}${withoutStale([inboundSocket('%i'), replicationSocket('%i')])}ExecStart=${facts.python} -m synapse.app.generic_worker${configs}
${moreMayWait}ExecReload=/bin/kill -HUP $MAINPID
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

const ifSet = (value: string): readonly string[] => (value === '' ? [] : [value])

/** The sandbox of a hardened main would hide the sockets, and empty their folder at each stop. */
function dropIn({ runtimeDirectory, protectSystem, redis }: Facts): string {
  const runtimeDirectories = runtimeDirectory.split(' ').filter(name => name !== '')
  const others = runtimeDirectories.filter(name => name !== 'matrix-synapse')
  const ownsFolder = others.length < runtimeDirectories.length
  const sandbox = [
    ...(ownsFolder ? ['RuntimeDirectory=', ...lines('RuntimeDirectory', others).split('\n').slice(0, -1)] : []),
    ...(protectSystem === 'strict' || ownsFolder ? [`ReadWritePaths=${runFolder}`] : []),
  ]
  return `[Unit]
PartOf=${target}
ReloadPropagatedFrom=${target}
After=${redis.unit} postgresql.service
Wants=${redis.unit}

[Service]
# A new version may have to update the database schema first.
TimeoutStartSec=900
${withoutStale([mainReplication])}${moreMayWait}${sandbox.map(line => `${line}\n`).join('')}`
}
