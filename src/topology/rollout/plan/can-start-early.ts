/** Workers that start before the others stop. */
import type { HostView } from '../../../engine/module.ts'
import type { Deployment } from '../../model/deployment.ts'
import type { Facts } from '../../model/facts.ts'
import { writersOf } from '../../model/writers.ts'
import { planRestart } from './plan.ts'
import { isMainAlone } from './undeclared.ts'

/**
 * Whether a worker may start while what runs goes on as it was. It deletes the positions of writers that it does not know: not where
 * there is, or was, another writer than main. What such a worker writes itself, main hardly ever does.
 */
export function canStartEarly(deployment: Deployment, facts: Facts, observed: HostView): boolean {
  if (!planRestart(deployment, facts, observed).stopsAll) return true
  const isBeside = (writer: string): boolean =>
    writer === 'master' || deployment.workers.some(({ name, role }) => name === writer && role.start === 'beside-main')
  return isMainAlone(facts, observed) && Object.values(writersOf(deployment, facts)).flat().every(isBeside)
}
