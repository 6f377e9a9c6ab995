/** The two files of a worker that Synapse reads: its configuration and where it logs. */
import { stringifyYaml } from '../../resources/synapse/yaml.ts'
import type { Deployment, Worker } from '../model/deployment.ts'
import { readSetting } from '../model/effective-config.ts'
import type { Facts } from '../model/facts.ts'
import { servesFederation } from '../model/listeners.ts'
import type { TextFile } from '../model/managed-file.ts'
import { inboundSocket, logConfigFile, managed, replicationSocket, workerFile } from '../model/paths.ts'
import { replicates } from '../model/writers.ts'
import { logConfig } from './log.ts'

export function workerFiles(worker: Worker, deployment: Deployment, facts: Facts): readonly TextFile[] {
  return [
    { path: logConfigFile(worker.name), text: managed(logConfig(worker, facts)) },
    { path: workerFile(worker.name), text: managed(workerConfig(worker, deployment, facts)) },
  ]
}

/** `mode` as text: YAML 1.1 reads 0660 as octal, and in quotes it would crash the worker. */
function workerConfig(worker: Worker, deployment: Deployment, facts: Facts): string {
  const { name, role } = worker
  return `worker_app: synapse.app.generic_worker
worker_name: ${name}
worker_log_config: ${logConfigFile(name)}
${settings(worker, facts)}worker_listeners:
${listener(inboundSocket(name), resourcesOf(role, facts), forNginx)}${replicates(name, deployment, facts) ? listener(replicationSocket(name), ['replication']) : ''}`
}

function settings({ role, options }: Worker, facts: Facts): string {
  const all = { ...role.settings, ...options.settings, ...caches(options, facts) }
  return Object.keys(all).length > 0 ? stringifyYaml(all) : ''
}

/** A worker of a closed server opens nothing to others that main keeps closed. */
const resourcesOf = ({ resources }: Worker['role'], { listeners }: Facts): readonly string[] =>
  servesFederation(listeners) ? resources : resources.filter(name => name !== 'federation')

/** Synapse takes `caches` from the last file that has it, as a whole: what the host says otherwise is repeated. */
function caches({ cacheFactor, settings }: Worker['options'], { files }: Facts) {
  if (cacheFactor === undefined) return {}
  const own = (settings?.caches ?? readSetting(files, 'caches') ?? {}) as object
  return { caches: { ...own, global_factor: cacheFactor } }
}

/** The id that nginx gives a request is the one that the worker's log has. */
const forNginx = '    x_forwarded: true\n    request_id_header: X-Request-ID\n'

/** All resources of a listener in one entry: of several, only the last would be served. */
function listener(path: string, resources: readonly string[], more = ''): string {
  return `  - path: ${path}
    mode: 0660
    type: http
${more}    resources:
      - names: [${resources.join(', ')}]
`
}
