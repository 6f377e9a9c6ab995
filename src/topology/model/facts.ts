/** What a topology builds on: facts of the host, read and typed. Nothing here is assumed where the host can be asked. */
import { type HostView, Refusal } from '../../engine/module.ts'
import type { Ref } from '../../resources/kind.ts'
import type { NginxState } from '../../resources/nginx/index.ts'
import type { InstalledRedisState } from '../../resources/redis/installed.ts'
import type { ConfigFile, SynapseState } from '../../resources/synapse/index.ts'
import type { FoundWorker, SynapseWorkersState, WorkerFile } from '../../resources/synapse/workers.ts'
import { unit } from '../../sdk/refs.ts'
import { remembered } from '../remembered.ts'
import { pickOf, readSetting, settingOf } from './effective-config.ts'
import type { Listener } from './listeners.ts'
import { configFolder, mainUnit, nginxUnit, sharedFolder, workersFolder } from './paths.ts'
import { chooseRedis, packageRedis, type Redis } from './redis.ts'
import type { Version } from './version.ts'

export type Facts = {
  readonly user: string
  /** Empty: the user's own. */
  readonly group: string
  readonly supplementaryGroups: string
  readonly python: string
  readonly configPaths: readonly string[]
  readonly workingDirectory: string
  readonly environmentFiles: readonly string[]
  readonly environment: readonly string[]
  readonly runtimeDirectory: string
  readonly protectSystem: string
  readonly version: Version | null
  /** Main's log; null: not a file. */
  readonly logFile: string | null
  /** Where workers create their logs; null: they log to the journal. */
  readonly logDirectory: string | null
  readonly logsRequests: boolean
  readonly sandbox: readonly string[]
  readonly serverName: string | null
  readonly database: string | null
  readonly listeners: readonly Listener[]
  /** `listeners:` as it is written. */
  readonly listenersText: string
  /** Configuration files in the order in which Synapse reads them. */
  readonly files: readonly ConfigFile[]
  readonly nginx: NginxState | null
  readonly redis: Redis
  /** Workers that the host has, whoever made them. */
  readonly workers: readonly FoundWorker[]
  /** Units of swk's holding sockets of workers that run or are enabled. */
  readonly gates: readonly string[]
  /** What files of adopted workers were before swk wrote them. */
  readonly originals: readonly WorkerFile[]
}

export type { FoundWorker }

export const installedRedisRef: Ref = { kind: 'installed-redis', id: '' }

export const factRefs: readonly Ref[] = [
  { kind: 'synapse', id: mainUnit },
  { kind: 'nginx', id: '' },
  { kind: 'synapse-workers', id: workersFolder },
  installedRedisRef,
  unit(nginxUnit),
]

/** Throws Refusal where there is no Synapse, or its configuration cannot be read. */
export function factsOf(observed: HostView): Facts {
  return factsIn(
    observed.state(factRefs[0] as Ref) as SynapseState | null,
    observed.state(factRefs[1] as Ref) as NginxState | null,
    observed.state(factRefs[2] as Ref) as SynapseWorkersState | null,
    observed.state(installedRedisRef) as InstalledRedisState | null,
  )
}

type Found = [SynapseState | null, NginxState | null, SynapseWorkersState | null, InstalledRedisState | null]

const factsIn = remembered((...[synapse, nginx, found, installedRedis]: Found): Facts => {
  assertReadable(synapse)
  const files = JSON.parse(synapse.files) as readonly ConfigFile[]
  const { user, group, supplementaryGroups, python, configPaths, workingDirectory } = synapse
  const { environmentFiles, environment, runtimeDirectory, protectSystem, sandbox } = synapse
  const { version, logFile, logDirectory, logsRequests } = synapse
  const serverName = readSetting(files, 'server_name')
  const listeners = readSetting(files, 'listeners')
  return {
    ...{ user, group, supplementaryGroups, python, configPaths, workingDirectory, environmentFiles, environment },
    ...{ runtimeDirectory, protectSystem, sandbox, version, logFile, logDirectory, logsRequests, files },
    serverName: typeof serverName === 'string' ? serverName : null,
    database: pickOf(files, 'database', 'name') ?? null,
    listeners: Array.isArray(listeners) ? (listeners as Listener[]) : [],
    listenersText: settingOf(files, 'listeners')?.text ?? '',
    nginx,
    redis: chooseRedis(installedRedis, files),
    workers: JSON.parse(found?.workers ?? '[]') as readonly FoundWorker[],
    gates: JSON.parse(found?.gates ?? '[]') as readonly string[],
    originals: JSON.parse(found?.originals ?? '[]') as readonly WorkerFile[],
  }
})

/** Throws Refusal where no unit of that name runs Synapse in a way that swk can read. */
function assertReadable(synapse: SynapseState | null): asserts synapse is SynapseState {
  if (synapse === null) {
    throw new Refusal(`${mainUnit} is not installed on this host`, {
      hint: 'Install Synapse first (package matrix-synapse-py3 of packages.matrix.org); swk turns one that runs into workers.',
    })
  }
  const [other] = synapse.otherUnits
  if (other !== undefined) {
    throw new Refusal(`Synapse runs as ${synapse.otherUnits.join(', ')} on this host, but ${mainUnit} does not exist`, {
      hint: `Rename ${other} to ${mainUnit}, and let its ExecStart read ${sharedFolder} after homeserver.yaml: --config-path=${configFolder}/homeserver.yaml --config-path=${sharedFolder}/`,
    })
  }
  const unit = synapse.fragment || mainUnit
  if (synapse.python === '') {
    throw new Refusal(`\`ExecStart=${synapse.execStart}\` of ${unit} does not show which Python runs Synapse`, {
      hint: `swk reads \`PYTHON -m synapse.app.homeserver --config-path=...\` and \`synapse_homeserver --config-path=...\`: see \`systemctl cat ${mainUnit}\`.`,
    })
  }
  if (synapse.error !== null) throw new Refusal(`the configuration of Synapse cannot be read: ${synapse.error}`)
}

/**
 * A host as the Matrix project's package leaves it. Only for naming, before contact, what will have to be read; what is done is decided
 * on real facts alone.
 */
export const typicalFacts: Facts = {
  user: 'matrix-synapse',
  group: '',
  supplementaryGroups: '',
  python: '/opt/venvs/matrix-synapse/bin/python',
  configPaths: ['/etc/matrix-synapse/homeserver.yaml', '/etc/matrix-synapse/conf.d/'],
  workingDirectory: '/var/lib/matrix-synapse',
  environmentFiles: ['-/etc/default/matrix-synapse'],
  environment: [],
  runtimeDirectory: '',
  protectSystem: 'no',
  sandbox: [],
  version: '1.163.0',
  logFile: '/var/log/matrix-synapse/homeserver.log',
  logDirectory: '/var/log/matrix-synapse',
  logsRequests: true,
  serverName: 'example.org',
  database: 'psycopg2',
  listeners: [
    { port: 8008, type: 'http', bind_addresses: ['127.0.0.1'], resources: [{ names: ['client', 'federation'] }] },
  ],
  listenersText:
    'listeners:\n  - port: 8008\n    bind_addresses: [127.0.0.1]\n    type: http\n    x_forwarded: true\n    resources:\n      - names: [client, federation]\n',
  files: [],
  redis: packageRedis,
  nginx: { user: 'www-data', includes: [], proxying: [], defaultLog: false },
  workers: [],
  gates: [],
  originals: [],
}
