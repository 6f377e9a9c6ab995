/** Workers that swk once made and that are asked for no more. What swk did not make it never removes. */
import type { HostView } from '../../../engine/module.ts'
import type { Deployment } from '../../model/deployment.ts'
import type { Facts, FoundWorker } from '../../model/facts.ts'
import { workerUnit } from '../../model/paths.ts'
import { roles } from '../../model/roles/index.ts'
import { resourcesOf } from '../../model/worker-file.ts'
import { isUp } from './process.ts'

export function findUndeclared({ workers }: Deployment, facts: Facts): readonly FoundWorker[] {
  const declared = new Set(workers.map(({ name }) => name))
  return facts.workers.filter(({ name, managed }) => managed && !declared.has(name))
}

/** What it did is still its own. */
export const runs = ({ name, unit }: FoundWorker, observed: HostView): boolean =>
  isUp({ unit: unit ?? workerUnit(name) }, observed)

/** It does all. */
export const isMainAlone = ({ workers }: Facts, observed: HostView): boolean =>
  !workers.some(found => runs(found, observed))

/**
 * Its requests are served by others as soon as nginx leads them there: it is neither a writer, which others have to reach, nor a keeper
 * of media, which main is not beside it.
 */
export function isReplaceable(found: FoundWorker): boolean {
  const names = resourcesOf(found)
  return !names.includes('replication') && !names.includes('media')
}

/** It holds no work that another process would take over: a role that only serves requests, by the name that swk gave it. */
export function onlyServes(found: FoundWorker): boolean {
  const role = roles.find(({ name }) => name.replaceAll('-', '') === found.name.replace(/\d+$/, ''))
  return role !== undefined && role.routes.length > 0 && role.sharedIn === undefined && isReplaceable(found)
}
