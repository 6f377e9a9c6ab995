/** What conf.d holds already: nothing that is lost where a file is written, nothing that hides what is written. */
import { parse } from 'yaml'
import { Refusal } from '../../engine/module.ts'
import type { ConfigFile } from '../../resources/synapse.ts'
import type { Deployment } from '../deployment.ts'
import type { Facts } from '../facts.ts'
import { mainReplication, sharedFile, sharedFolder } from '../layout.ts'
import { mainAddress } from '../listeners.ts'
import type { Check } from '../modules/preflight.ts'
import { readSetting } from '../settings.ts'
import { sharedFiles } from '../shared-config.ts'

export const configuration: Check = (facts, deployment) => {
  if (facts.serverName === null) throw new Refusal("no `server_name` is found in Synapse's configuration")
  if (!facts.configPaths.some(path => path.replace(/\/$/, '') === sharedFolder)) {
    throw new Refusal(`Synapse does not read ${sharedFolder}`, {
      hint: `Its unit needs --config-path=${sharedFolder}/ behind homeserver.yaml, as the Matrix project's package has it.`,
    })
  }
  mainAddress(facts.listeners)
  handMadeWorkers(facts, deployment)
  const ours = sharedFiles(deployment, facts)
  const others = facts.files.filter(({ path }) => !ours.some(file => file.path === path))
  for (const { path, text } of ours) {
    if (text === null) continue
    lostKeys(path, facts.files)
    hidden(path, Object.keys(parse(text, { version: '1.1' })), others)
  }
}

/** Settings that can come from a topology, this one or another. */
const possible = [
  ...['listeners', 'redis', 'instance_map', 'stream_writers', 'worker_replication_secret'],
  ...['worker_replication_secret_path', 'enable_media_repo', 'media_instance_running_background_jobs'],
  ...['federation_sender_instances', 'send_federation', 'outbound_federation_restricted_to', 'pusher_instances'],
  ...[
    'start_pushers',
    'run_background_tasks_on',
    'notify_appservices_from_worker',
    'update_user_directory_from_worker',
  ],
]

/** A file of that name that a person wrote is replaced as a whole. */
function lostKeys(path: string, files: readonly ConfigFile[]): void {
  const foreign = files.find(file => file.path === path)?.keys.filter(key => !possible.includes(key)) ?? []
  if (foreign.length === 0) return
  throw new Refusal(`${path} holds ${foreign.map(key => `\`${key}\``).join(', ')}, which would be lost`, {
    hint: 'Move it to another file in conf.d: swk writes this one as a whole.',
  })
}

/** Later files win, whole setting by whole setting. */
function hidden(path: string, keys: readonly string[], files: readonly ConfigFile[]): void {
  const isFolder = (file: ConfigFile) => file.path.startsWith(`${sharedFolder}/`)
  const lastFolder = files.findLastIndex(isFolder)
  const later = files.filter((file, i) => (isFolder(file) ? file.path > path : i > lastFolder && lastFolder !== -1))
  for (const file of later) {
    const key = keys.find(candidate => file.keys.includes(candidate))
    if (key === undefined) continue
    throw new Refusal(`\`${key}\` in ${file.path} would hide what ${path} says`, {
      hint: 'Synapse reads that file later, and the later one wins. Move the setting to a file that comes earlier, or remove it.',
    })
  }
}

/** Workers that were set up by hand would be left out of the new instance_map, and go on running. */
function handMadeWorkers({ files }: Facts, deployment: Deployment): void {
  const own = new Set(['main', ...deployment.workers.map(worker => worker.name)])
  const others = files.filter(({ path }) => path !== sharedFile('workers'))
  const map = readSetting(others, 'instance_map') as Record<string, { path?: string }> | undefined
  const strangers = Object.keys(map ?? {}).filter(name => !own.has(name))
  const elsewhere = map?.main !== undefined && map.main?.path !== mainReplication
  if (strangers.length === 0 && !elsewhere) return
  throw new Refusal(`Synapse has workers already: instance_map names ${Object.keys(map ?? {}).join(', ')}`, {
    hint: 'Adopting workers that were set up by hand is not supported yet. Take them out of service first.',
  })
}
