/**
 * Synapse's settings that swk knows, a row each: who has it, where it stands, and what of it may leave the host. A role with a setting of
 * its own is a row here and a file in topology/model/roles. docs/synapse-settings.md is made from this table.
 * Source: Synapse's docs/workers.md and its configuration manual.
 */

/** Parts of a setting that holds secrets: the name under which a part is reported, and where it stands in the setting. */
export type Parts = Readonly<Record<string, readonly string[]>>

export type Setting = {
  /**
   * `shared`: for all processes, written by the topology. `worker`: in a worker's own file, written by swk. `operator`: for all processes,
   * never written by swk, never of one worker alone. Absent: anybody's.
   */
  readonly place?: 'shared' | 'worker' | 'operator'
  /** The role that does the work. */
  readonly role?: string
  /** How many workers of the role it names. */
  readonly names?: 'one' | 'several' | 'by-stream'
  /** `false` takes the work from main. The setting that must then name who does it; null: swk's topology never says it this way. */
  readonly takenFromMain?: { readonly by: string | null }
  /** What Synapse does without it, for people. */
  readonly default?: string
  /** What swk reads of it on a host: all of it (it can hold no secret), or parts. Absent: nothing but that it is there. */
  readonly read?: 'whole' | Parts
  /** What to write in a playbook instead. */
  readonly instead?: string
}

const generated = 'Leave it out: swk generates it from the roles.'
const ofOld = 'Synapse has not had it since 1.88; swk generates instance_map from the roles.'
const once = 'Leave it out: swk generates it on the host, once.'

const rows = {
  // The work that roles do in main's place. Where a worker is named by several, the first says what it is.
  enable_media_repo: {
    ...{ place: 'shared', role: 'mediaworker', default: 'true', read: 'whole', instead: forRole('mediaworker') },
    takenFromMain: { by: 'enable_media_repo' },
  },
  media_instance_running_background_jobs: duty('mediaworker', 'one', 'every process with a media repository'),
  federation_sender_instances: duty('federation-sender', 'several'),
  send_federation: formerly('federation-sender', 'federation_sender_instances'),
  outbound_federation_restricted_to: {
    ...{ place: 'shared', role: 'federation-sender', default: 'every process', read: 'whole' },
    instead: 'Write federation-sender: { count: 1, outbound_federation_restricted_to: true }.',
  },
  pusher_instances: duty('pusher', 'several'),
  start_pushers: formerly('pusher', 'pusher_instances'),
  run_background_tasks_on: duty('background', 'one'),
  update_user_directory_from_worker: duty('user-dir', 'one'),
  update_user_directory: formerly('user-dir', null),
  notify_appservices_from_worker: duty('appservice', 'one'),
  notify_appservices: formerly('appservice', null),
  stream_writers: {
    ...{ place: 'shared', role: 'stream-writer', names: 'by-stream', default: 'main', read: 'whole' },
    instead: 'Name the writers as roles: typing: 1, or stream-writer: { count: 1, streams: [typing] }.',
  },
  // How processes reach each other.
  instance_map: { place: 'shared', default: 'main alone', read: 'whole', instead: generated },
  redis: {
    ...{ place: 'shared', default: 'not used', instead: 'Leave it out: swk sets Redis up.' },
    read: { enabled: ['enabled'], path: ['path'], host: ['host'], port: ['port'] },
  },
  worker_replication_secret: { place: 'shared', default: 'none', instead: once },
  worker_replication_secret_path: { place: 'shared', default: 'none', read: 'whole', instead: once },
  worker_replication_host: { place: 'worker', read: 'whole', instead: ofOld },
  worker_replication_port: { place: 'worker', read: 'whole', instead: ofOld },
  worker_replication_http_port: { place: 'worker', read: 'whole', instead: ofOld },
  worker_main_http_uri: { place: 'worker', read: 'whole', instead: ofOld },
  listeners: {
    ...{ place: 'shared', default: 'TCP port 8008 of the host itself', read: 'whole' },
    instead: 'Configure the listeners of main in its own configuration; swk generates those of workers.',
  },
  worker_listeners: { place: 'worker', default: 'none', read: 'whole', instead: generated },
  // What a worker's own file says of its process.
  worker_name: { place: 'worker', read: 'whole', instead: 'Name the worker with names: [NAME].' },
  worker_app: { place: 'worker', read: 'whole', instead: generated },
  worker_log_config: { place: 'worker', read: 'whole', instead: 'Use log_level instead.' },
  worker_daemonize: { place: 'worker', read: 'whole', instead: generated },
  worker_pid_file: { place: 'worker', read: 'whole', instead: generated },
  log_config: { place: 'worker', read: 'whole', instead: 'Use log_level instead.' },
  pid_file: { place: 'worker', instead: generated },
  daemonize: { place: 'worker', instead: generated },
  // What all processes must see alike: identity, secrets that sign what another one reads, and where files are.
  server_name: { place: 'operator', read: 'whole' },
  public_baseurl: { place: 'operator', read: 'whole' },
  signing_key_path: { place: 'operator' },
  signing_key: { place: 'operator' },
  macaroon_secret_key: { place: 'operator' },
  macaroon_secret_key_path: { place: 'operator' },
  form_secret: { place: 'operator' },
  form_secret_path: { place: 'operator' },
  registration_shared_secret: { place: 'operator' },
  registration_shared_secret_path: { place: 'operator' },
  password_config: { place: 'operator' },
  app_service_config_files: { place: 'operator', read: 'whole' },
  media_store_path: { place: 'operator', read: 'whole' },
  oidc_providers: { place: 'operator' },
  matrix_authentication_service: { place: 'operator', read: { enabled: ['enabled'] } },
  experimental_features: { place: 'operator', read: { issuer: ['msc3861', 'issuer'] } },
  // Read only.
  caches: { read: 'whole' },
  database: {
    read: {
      name: ['name'],
      dbname: ['args', 'dbname'],
      database: ['args', 'database'],
      host: ['args', 'host'],
      port: ['args', 'port'],
      cp_max: ['args', 'cp_max'],
    },
  },
} as const satisfies Readonly<Record<string, Setting>>

function forRole(role: string): string {
  return `Name the role instead: ${role}: 1.`
}

/** Names the workers of a role that do what main does otherwise. */
function duty<N extends 'one' | 'several'>(role: string, names: N, standard = 'main') {
  return { place: 'shared', role, names, default: standard, read: 'whole', instead: forRole(role) } as const
}

/** What turned the work off in main before Synapse had the setting `by`. */
function formerly(role: string, by: string | null) {
  const takenFromMain = { by }
  return { place: 'shared', role, takenFromMain, default: 'true', read: 'whole', instead: forRole(role) } as const
}

export type SettingName = keyof typeof rows
export const settings: Readonly<Record<SettingName, Setting>> = rows

/** Rows with their names, in the table's order. */
export const allSettings: readonly (Setting & { readonly name: SettingName })[] = Object.entries(settings).map(
  ([name, setting]) => ({ ...setting, name: name as SettingName }),
)

/** The row of a setting that a file or a playbook names; undefined: swk has nothing to say of it. */
export function findSetting(name: string): Setting | undefined {
  return Object.hasOwn(settings, name) ? settings[name as SettingName] : undefined
}

/** Settings that are printed whole. None of them can hold a secret. */
export const publicSettings: readonly string[] = allSettings
  .filter(({ read }) => read === 'whole')
  .map(({ name }) => name)

/** Settings that hold secrets: what is read out of them. */
export const partlyRead: Readonly<Record<string, Parts>> = Object.fromEntries(
  allSettings.flatMap(({ name, read }) => (read === undefined || read === 'whole' ? [] : [[name, read]])),
)

/** Settings that name workers, and the role that these have. */
export const duties: readonly { readonly name: SettingName; readonly role: string }[] = allSettings.flatMap(
  ({ name, role, names }) =>
    role === undefined || names === undefined || names === 'by-stream' ? [] : [{ name, role }],
)
