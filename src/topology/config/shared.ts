/**
 * The configuration that processes share, in conf.d by who restarts when it changes: listeners.yaml (main), redis.yaml and workers.yaml
 * (all of them), and a file for what each role shares with main.
 */
import { stringifyYaml } from '../../resources/synapse/yaml.ts'
import { type Deployment, isMonolith, ofRole, type Worker } from '../model/deployment.ts'
import type { Facts } from '../model/facts.ts'
import type { ManagedFile } from '../model/managed-file.ts'
import { managed, replicationGateSocket, secretFile, sharedFile, writerGateSocket } from '../model/paths.ts'
import type { Role } from '../model/role.ts'
import { roles } from '../model/roles/index.ts'
import { isAtLeast } from '../model/version.ts'
import { replicates, spokesmenOf, writersOf } from '../model/writers.ts'
import { remembered } from '../remembered.ts'
import { listenersFile } from './listeners.ts'
import { sharedSettings } from './role-settings.ts'

/** All files of conf.d that are swk's, also those that this deployment has no use for. */
export const sharedFiles = remembered((deployment: Deployment, facts: Facts): readonly ManagedFile[] => {
  const isUsed = !isMonolith(deployment)
  return [
    listenersFile(deployment, facts),
    { path: sharedFile('redis'), text: isUsed ? redis(facts) : null },
    { path: sharedFile('workers'), text: isUsed ? workers(deployment, facts) : null },
    ...roles.flatMap(role => fileOfRole(role, ofRole(deployment, role), deployment)),
  ]
})

/** Where one of these changes, all processes stop before any starts again. */
export const everyonesFiles: readonly string[] = ['redis', 'workers'].map(sharedFile)

/** What roles share with main, a file each: those of all roles. */
const shareFiles: readonly string[] = [...new Set(roles.flatMap(fileOfShare))]

/** Files of conf.d on which a restart of main hangs: all, also those that are not there. */
export const sharedFilesOfMain: readonly string[] = [sharedFile('listeners'), ...everyonesFiles, ...shareFiles]

/** Files of conf.d on which a restart of the worker hangs. */
export function sharedFilesOf({ role }: Worker): readonly string[] {
  return [...everyonesFiles, ...fileOfShare(role)]
}

function fileOfShare({ sharedIn }: Role): readonly string[] {
  return sharedIn === undefined ? [] : [sharedFile(sharedIn)]
}

function fileOfRole(role: Role, workers: readonly Worker[], { mainKeepsMedia }: Deployment): readonly ManagedFile[] {
  const all = sharedSettings(
    role,
    workers.map(({ name }) => name),
  )
  const { enable_media_repo: _, ...withMedia } = all
  const settings = mainKeepsMedia ? withMedia : all
  const text = workers.length === 0 ? null : managed(stringifyYaml(settings))
  return fileOfShare(role).map(path => ({ path, text }))
}

const redis = ({ redis: { socket } }: Facts): string =>
  managed(`# The processes of Synapse notify each other through Redis.\nredis:\n  enabled: true\n  path: ${socket}\n`)

function workers(deployment: Deployment, facts: Facts): string {
  const settings = {
    ...instanceMap(deployment, facts),
    ...secret(facts),
    ...ifAny('stream_writers', writersOf(deployment, facts)),
    ...ifAny('outbound_federation_restricted_to', spokesmenOf(deployment)),
  }
  const yaml = stringifyYaml(settings)
  return managed(
    `# How the processes of Synapse reach each other, and what the workers take over from the main process.\n${yaml}`,
  )
}

const ifAny = (key: string, value: object) => (Object.keys(value).length > 0 ? { [key]: value } : {})

/** Main and writers are asked through their gates. */
function instanceMap(deployment: Deployment, facts: Facts) {
  const reached = deployment.workers.map(({ name }) => name).filter(name => replicates(name, deployment, facts))
  const others = reached.map(name => [name, { path: writerGateSocket(name) }] as const)
  return { instance_map: { main: { path: replicationGateSocket }, ...Object.fromEntries(others) } }
}

/** A secret that the host has already stays the one. */
function secret({ files, version }: Facts) {
  const others = files.filter(({ path }) => path !== sharedFile('workers'))
  const isSet = others.some(({ keys }) => keys.some(key => key.startsWith('worker_replication_secret')))
  return isSet || !isAtLeast(version ?? '0', '1.126') ? {} : { worker_replication_secret_path: secretFile }
}
