/** What the `synapse-workers` kind runs on the host: a grep, a systemctl and an awk, however many workers there are. */
import { readProgram, runProgram } from '../../shell/program-file.ts'
import type { Sh } from '../../shell/sh.ts'
import { publicSettings } from './probe.ts'

/** Settings of a worker's own file that are printed whole. None of them can hold a secret. */
const whole = [
  ...publicSettings,
  'worker_app',
  'worker_name',
  'worker_log_config',
  'worker_listeners',
  'worker_daemonize',
  'worker_pid_file',
  'worker_replication_host',
  'worker_replication_port',
  'worker_replication_http_port',
  'worker_main_http_uri',
  'caches',
]

/** Where swk keeps what files of the user's were before it wrote them, under their own paths. */
export const originalsFolder = '/var/lib/swk/originals'

export function workersScript(folder: string): Sh {
  const awk = readProgram('resources/synapse/worker-files.awk')
  return runProgram('resources/synapse/workers.sh', [awk, folder, originalsFolder + folder, `^(${whole.join('|')})$`])
}
