/** Which workers run: routes lead to those alone. */
import type { HostView } from '../../../engine/module.ts'
import { type Deployment, ofRole, rolesOf, type Worker } from '../../model/deployment.ts'
import { workerUnit } from '../../model/paths.ts'
import type { Role } from '../../model/role.ts'
import { isRunning } from './process.ts'

/** Roles that serve requests and have a worker that runs, or would in a check; `also`: or one of which this is true. */
export function runningByRole(
  deployment: Deployment,
  observed: HostView,
  also: (worker: Worker) => boolean = () => false,
): ReadonlyMap<Role, readonly Worker[]> {
  const serves = (worker: Worker): boolean => isRunning({ unit: workerUnit(worker.name) }, observed) || also(worker)
  const all = rolesOf(deployment)
    .filter(role => role.routes.length > 0)
    .map(role => [role, ofRole(deployment, role).filter(serves)] as const)
  return new Map(all.filter(([, workers]) => workers.length > 0))
}
