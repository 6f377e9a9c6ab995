/** `settings`: more of Synapse's settings for a worker's own file, and those that must not stand there. */
import { isRecord, type Reader } from '../../yaml/reader.ts'
import type { Role } from '../model/role.ts'

export function settingsOf(reader: Reader, role: Role): Readonly<Record<string, unknown>> | undefined {
  const entries = reader.entries('`settings`')
  if (entries === undefined) return undefined
  for (const [name, value] of entries) check(name, value, role)
  return isRecord(reader.value) ? reader.value : undefined
}

function check(name: string, reader: Reader, role: Role): void {
  const fail = (code: 'setting-of-topology' | 'setting-of-main' | 'writer-without-replication', hint: string) =>
    reader.fail({ at: 'key', code, message: messages[code](name, role), found: name, hint })
  if (replication.has(name) && role.writers) {
    fail('writer-without-replication', 'Remove it: swk writes the listener and the instance_map.')
  } else if (Object.hasOwn(made, name)) fail('setting-of-topology', made[name] as string)
  else if (common.has(name))
    fail('setting-of-main', 'Put it into homeserver.yaml or a file in conf.d, for all processes.')
}

const messages = {
  'setting-of-topology': (name: string) => `The topology generates \`${name}\` itself.`,
  'setting-of-main': (name: string) => `\`${name}\` cannot be set for one worker.`,
  'writer-without-replication': (name: string, role: Role) =>
    `\`${name}\` would replace the replication listener of a worker that writes a stream (\`${role.name}\`).`,
}

const replication: ReadonlySet<string> = new Set(['worker_listeners', 'instance_map'])

const byRole = (role: string) => `Name the role instead: ${role}: 1.`
const bySwk = 'Remove it: swk writes it.'

/** Setting -> what to do instead. */
const made: Readonly<Record<string, string>> = {
  worker_name: 'Name the worker with names: [NAME].',
  worker_app: bySwk,
  worker_listeners: bySwk,
  worker_log_config: 'Use log_level instead.',
  worker_daemonize: bySwk,
  worker_pid_file: bySwk,
  worker_replication_secret: 'swk generates it on the host, once.',
  worker_replication_secret_path: 'swk generates it on the host, once.',
  worker_replication_host: 'Synapse has not had it since 1.88; swk generates instance_map from the roles.',
  worker_replication_port: 'Synapse has not had it since 1.88; swk generates instance_map from the roles.',
  worker_replication_http_port: 'Synapse has not had it since 1.88; swk generates instance_map from the roles.',
  worker_main_http_uri: 'Synapse has not had it since 1.88; swk generates instance_map from the roles.',
  instance_map: bySwk,
  stream_writers: 'Name the writers as roles: typing: 1.',
  listeners: 'Configure the listeners of main in its own configuration; swk generates those of workers.',
  redis: bySwk,
  federation_sender_instances: byRole('federation-sender'),
  send_federation: byRole('federation-sender'),
  outbound_federation_restricted_to:
    'Write outbound_federation_restricted_to: true beside settings of federation-sender.',
  pusher_instances: byRole('pusher'),
  start_pushers: byRole('pusher'),
  enable_media_repo: byRole('mediaworker'),
  media_instance_running_background_jobs: byRole('mediaworker'),
  run_background_tasks_on: byRole('background'),
  update_user_directory_from_worker: byRole('user-dir'),
  update_user_directory: byRole('user-dir'),
  notify_appservices_from_worker: byRole('appservice'),
  notify_appservices: byRole('appservice'),
  log_config: 'Use log_level instead.',
  pid_file: bySwk,
  daemonize: bySwk,
}

/** What all processes must see alike: identity, secrets that sign what another one reads, and where files are. */
const common: ReadonlySet<string> = new Set([
  'server_name',
  'public_baseurl',
  'signing_key_path',
  'signing_key',
  'macaroon_secret_key',
  'macaroon_secret_key_path',
  'form_secret',
  'form_secret_path',
  'registration_shared_secret',
  'registration_shared_secret_path',
  'password_config',
  'app_service_config_files',
  'media_store_path',
  'oidc_providers',
  'matrix_authentication_service',
  'experimental_features',
])
