/** What the `synapse` kind runs on the host. Only named settings leave it, and of those with secrets only named parts. */

import { readProgram, runProgram } from '../../shell/program-file.ts'
import type { Sh } from '../../shell/sh.ts'

/** Top-level settings that are printed whole. None of them can hold a secret. */
export const publicSettings = [
  'server_name',
  'public_baseurl',
  'listeners',
  'instance_map',
  'stream_writers',
  'federation_sender_instances',
  'send_federation',
  'pusher_instances',
  'start_pushers',
  'enable_media_repo',
  'media_store_path',
  'media_instance_running_background_jobs',
  'run_background_tasks_on',
  'notify_appservices_from_worker',
  'update_user_directory_from_worker',
  'outbound_federation_restricted_to',
  'worker_replication_secret_path',
  'log_config',
  'app_service_config_files',
  'notify_appservices',
  'update_user_directory',
  'caches',
]

/** Settings that hold secrets: what is read out of them, and where it is found there. */
const picked: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  database: {
    name: ['name'],
    dbname: ['args', 'dbname'],
    database: ['args', 'database'],
    host: ['args', 'host'],
    port: ['args', 'port'],
    cp_max: ['args', 'cp_max'],
  },
  redis: { enabled: ['enabled'], path: ['path'], host: ['host'], port: ['port'] },
  matrix_authentication_service: { enabled: ['enabled'] },
  experimental_features: { issuer: ['msc3861', 'issuer'] },
}

const configProgram = readProgram('resources/synapse/config.py')
const wanted = JSON.stringify({ whole: publicSettings, picks: picked })

export function probeScript(units: readonly string[]): Sh {
  return runProgram('resources/synapse/probe.sh', [configProgram, wanted, ...units])
}
