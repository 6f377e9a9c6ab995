/** A homeserver as preflight sees it, made from texts. */
import type { State } from '../../../src/resources/kind.ts'
import type { SynapseHostState } from '../../../src/resources/synapse/host.ts'
import type { ConfigFile, SynapseState } from '../../../src/resources/synapse/index.ts'
import type { FoundWorker } from '../../../src/resources/synapse/workers.ts'
import { preflightModule } from '../../../src/topology/rollout/modules/preflight.ts'
import { deploymentOf, fourRoles, observedOf } from '../support.ts'

export type Host = {
  readonly synapse?: Partial<SynapseState> | null
  readonly files?: readonly ConfigFile[]
  readonly redis?: State
  readonly nginx?: State | null
  readonly vhost?: string
  readonly workers?: readonly FoundWorker[]
  readonly host?: Partial<SynapseHostState>
  readonly topology?: string
  /** More states by `kind:id`. */
  readonly states?: Record<string, State>
}

export const file = (
  name: string,
  texts: Record<string, string>,
  picks: Record<string, string> = {},
  keys: string[] = [],
): ConfigFile => ({
  path: `/etc/matrix-synapse/${name}`,
  keys: [...Object.keys(texts), ...keys],
  texts,
  picks,
})

export const homeserver = file(
  'homeserver.yaml',
  {
    server_name: 'server_name: example.org\n',
    listeners:
      'listeners:\n  - port: 8008\n    type: http\n    bind_addresses: [127.0.0.1]\n    resources:\n      - names: [client, federation]\n',
  },
  { 'database.name': 'psycopg2' },
  ['database'],
)
const vhostPath = '/etc/nginx/sites-available/matrix'

/** The warnings. Throws the refusal. */
export function check(host: Host = {}): readonly string[] {
  const synapse: SynapseState = {
    user: 'matrix-synapse',
    otherUnits: [],
    group: '',
    supplementaryGroups: '',
    execStart: '',
    sandbox: [],
    logDirectory: '/var/log/matrix-synapse',
    logsRequests: true,
    error: null,
    fragment: '/lib/systemd/system/matrix-synapse.service',
    workingDirectory: '/var/lib/matrix-synapse',
    python: '/opt/venvs/matrix-synapse/bin/python',
    configPaths: ['/etc/matrix-synapse/homeserver.yaml', '/etc/matrix-synapse/conf.d/'],
    environmentFiles: [],
    environment: [],
    runtimeDirectory: '',
    protectSystem: 'no',
    version: '1.163.2',
    logFile: null,
    files: JSON.stringify(host.files ?? [homeserver]),
    ...host.synapse,
  }
  const nginx =
    host.nginx === undefined ? { user: 'www-data', includes: [vhostPath], proxying: [vhostPath] } : host.nginx
  const text = host.vhost ?? 'server { location /_matrix { proxy_pass http://localhost:8008; } }'
  const states: Record<string, State | null> = {
    'synapse:matrix-synapse.service': host.synapse === null ? null : synapse,
    'nginx:': nginx,
    'redis:/run/redis/redis-server.sock': host.redis ?? { channels: [], error: null, tcp: [] },
    'synapse-host:': { maxConnections: 100, memoryTotal: 4000, memoryAvailable: 3000, visitors: [], ...host.host },
    'synapse-workers:/etc/matrix-synapse/workers': { workers: JSON.stringify(host.workers ?? []) },
    [`path:${vhostPath}`]: { type: 'file', text },
    ...host.states,
  }
  const observed = observedOf(states as Record<string, State>)
  const args = { deployment: deploymentOf(host.topology ?? fourRoles) }
  preflightModule.plan(args, observed)
  return preflightModule.warnings?.(args, observed) ?? []
}
