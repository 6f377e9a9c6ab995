/** The two files of a worker: its configuration and where it logs. */
import { stringify } from 'yaml'
import type { Deployment, Worker } from './deployment.ts'
import type { Facts } from './facts.ts'
import { inboundSocket, logConfigFile, logFile, managed, replicationSocket, workerFile } from './layout.ts'
import type { TextFile } from './made-file.ts'
import { replicates } from './writers.ts'

export function workerFiles(worker: Worker, deployment: Deployment, facts: Facts): readonly TextFile[] {
  return [
    { path: logConfigFile(worker.name), text: managed(logConfig(worker.name)) },
    { path: workerFile(worker.name), text: managed(workerConfig(worker, replicates(worker.name, deployment, facts))) },
  ]
}

/** `mode` as text: YAML 1.1 reads 0660 as octal, and in quotes it would crash the worker. */
function workerConfig({ name, role }: Worker, isWriter: boolean): string {
  const settings = role.settings ? stringify(role.settings, { version: '1.1' }) : ''
  return `worker_app: synapse.app.generic_worker
worker_name: ${name}
worker_log_config: ${logConfigFile(name)}
${settings}worker_listeners:
${listener(inboundSocket(name), role.resources, '    x_forwarded: true\n')}${isWriter ? listener(replicationSocket(name), ['replication']) : ''}`
}

/** All resources of a listener in one entry: of several, only the last would be served. */
function listener(path: string, resources: readonly string[], more = ''): string {
  return `  - path: ${path}
    mode: 0660
    type: http
${more}    resources:
      - names: [${resources.join(', ')}]
`
}

/** A file of its own for each process, kept four days, written at once: who looks into it sees what is. */
function logConfig(name: string): string {
  return `version: 1
formatters:
  precise:
    format: '%(asctime)s - %(name)s - %(lineno)d - %(levelname)s - %(request)s - %(message)s'
handlers:
  file:
    class: logging.handlers.TimedRotatingFileHandler
    formatter: precise
    filename: ${logFile(name)}
    when: midnight
    backupCount: 3
    encoding: utf8
loggers:
  synapse.storage.SQL:
    # DEBUG would write access tokens into the log.
    level: INFO
root:
  level: INFO
  handlers: [file]
disable_existing_loggers: false
`
}
