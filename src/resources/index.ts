/** The closed set of resource kinds. */
import { aptCacheKind } from './apt.ts'
import { commandKind } from './command.ts'
import { databaseKind } from './database.ts'
import { downloadKind } from './download.ts'
import { drainKind } from './drain.ts'
import { emptyDirectoryKind } from './empty-directory.ts'
import { factsKind } from './facts/index.ts'
import { fetchedKind } from './fetched.ts'
import { findKind } from './find.ts'
import { globKind } from './glob.ts'
import { groupKind } from './group.ts'
import { httpKind, httpRequestKind } from './http/index.ts'
import { inodeKind } from './inode.ts'
import { inventoryKind } from './inventory.ts'
import { jobKind, jobRemovalKind } from './job.ts'
import type { Kind, Trait } from './kind.ts'
import { managedKind } from './managed/index.ts'
import { nginxKind } from './nginx/index.ts'
import { packageContentsKind } from './package/contents.ts'
import { packageKind } from './package/index.ts'
import { packageOfferKind } from './package/offer.ts'
import { packageRemainsKind } from './package/remains.ts'
import { pathKind } from './path/index.ts'
import { pendingHandlersKind } from './pending-handlers.ts'
import { portKind } from './port.ts'
import { rebootKind } from './reboot.ts'
import { redisKind } from './redis/index.ts'
import { installedRedisKind } from './redis/installed.ts'
import { secretKind } from './secret.ts'
import { statoverrideKind } from './statoverride.ts'
import { answersKind } from './synapse/answers.ts'
import { synapseHostKind } from './synapse/host.ts'
import { synapseKind } from './synapse/index.ts'
import { synapseMapKind } from './synapse/map.ts'
import { synapsePositionsKind } from './synapse/positions.ts'
import { synapseProcessesKind } from './synapse/processes.ts'
import { servedKind } from './synapse/served.ts'
import { synapseSmokeTestKind } from './synapse/smoke-test.ts'
import { synapseWorkersKind } from './synapse/workers.ts'
import { systemSettingKind } from './system-setting.ts'
import { systemdManagerKind } from './systemd-manager.ts'
import { temporaryMountsKind } from './temporary-mounts.ts'
import { tmpfilesKind } from './tmpfiles.ts'
import { touchKind } from './touch.ts'
import { unitJobKind, unitKind } from './unit/index.ts'
import { userKind } from './user.ts'
import { pauseKind, waitKind } from './wait.ts'

export { renderTransaction } from './path/index.ts'

const all: readonly Kind[] = [
  packageKind,
  packageOfferKind,
  packageRemainsKind,
  packageContentsKind,
  aptCacheKind,
  userKind,
  groupKind,
  pathKind,
  jobKind,
  jobRemovalKind,
  statoverrideKind,
  secretKind,
  unitKind,
  unitJobKind,
  systemdManagerKind,
  systemSettingKind,
  commandKind,
  databaseKind,
  downloadKind,
  factsKind,
  fetchedKind,
  findKind,
  globKind,
  inodeKind,
  inventoryKind,
  managedKind,
  waitKind,
  pauseKind,
  rebootKind,
  temporaryMountsKind,
  drainKind,
  emptyDirectoryKind,
  httpKind,
  httpRequestKind,
  portKind,
  pendingHandlersKind,
  synapseKind,
  servedKind,
  answersKind,
  synapseProcessesKind,
  synapsePositionsKind,
  synapseMapKind,
  synapseSmokeTestKind,
  synapseHostKind,
  synapseWorkersKind,
  nginxKind,
  redisKind,
  installedRedisKind,
  tmpfilesKind,
  touchKind,
]

export const kinds: ReadonlyMap<string, Kind> = new Map(all.map(kind => [kind.name, kind]))

/** The kind of that name. Throws where there is none: a module made the name up. */
export function kindOf(name: string): Kind {
  const kind = kinds.get(name)
  if (!kind) throw new Error(`"${name}" is not a resource kind; expected one of ${[...kinds.keys()].join(', ')}`)
  return kind
}

export function hasTrait(kind: string, trait: Trait): boolean {
  return kindOf(kind).traits?.includes(trait) ?? false
}
