/** All checks of a running deployment. What only reads travels in the first batch. */
import type { Task } from '../../../engine/task.ts'
import { type Deployment, isMonolith } from '../../model/deployment.ts'
import { stepTask } from '../../step.ts'
import { api } from './api.ts'
import { boot } from './boot.ts'
import { type Check, checkModule } from './check.ts'
import { entrances } from './endpoint.ts'
import { health } from './health.ts'
import { listening } from './listening.ts'
import { port } from './port.ts'
import { positions } from './positions.ts'
import { processes } from './processes.ts'
import { routes } from './routes.ts'
import { round } from './smoke-test.ts'
import { sockets } from './sockets.ts'
import { subscribers } from './subscribers.ts'
import { units } from './units.ts'

const checks: readonly Check[] = [
  ...[units, processes, sockets, boot, health, subscribers],
  ...[port, listening, positions, routes, api, round],
]

export function verificationTasks(deployment: Deployment): readonly Task[] {
  const meant = checks.filter(({ ofWorkers }) => !(ofWorkers && isMonolith(deployment)))
  return meant.map(check =>
    stepTask({
      name: check.name,
      module: checkModule(check),
      section: 'verification',
      items: (facts, observed) => [{ args: { deployment, facts, entrances: entrances(deployment, facts, observed) } }],
      ...(check.onlyAfterChange ? { onlyAfterChange: true } : {}),
      ...(check.onlyVerify?.(deployment) ? { onlyVerify: true } : {}),
      ...(check.onlyActive ? { onlyActive: true } : {}),
    }),
  )
}
