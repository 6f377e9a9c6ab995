/** All checks of a running deployment. What only reads travels in the first batch. */

import type { Observed } from '../../engine/module.ts'
import type { Task } from '../../engine/task.ts'
import type { Deployment } from '../deployment.ts'
import type { Facts } from '../facts.ts'
import { type Entrance, entranceOf } from '../nginx/entrance.ts'
import { stepTask } from '../task.ts'
import { editedVhosts } from '../vhosts.ts'
import { type Check, checkModule } from './check.ts'
import { health } from './health.ts'
import { port } from './port.ts'
import { routes } from './routes.ts'
import { sockets } from './sockets.ts'
import { subscribers } from './subscribers.ts'
import { units } from './units.ts'

const checks: readonly Check[] = [units, sockets, health, subscribers, port, routes]

export function verificationTasks(deployment: Deployment): readonly Task[] {
  return checks.map(check =>
    stepTask({
      name: check.name,
      module: checkModule(check),
      section: 'verification',
      items: (facts, observed) => [{ args: { deployment, facts, entrance: entrance(facts, observed) } }],
      ...(check.onlyAfterChange ? { onlyAfterChange: true } : {}),
    }),
  )
}

function entrance(facts: Facts, observed: Observed): Entrance | null {
  const texts = editedVhosts(facts, observed).map(({ text }) => text)
  return entranceOf(texts, facts.serverName ?? 'localhost')
}
