/** The configuration of all processes, accepted as a whole by Synapse's own parser before any file moves. */
import type { Task } from '../../engine/task.ts'
import { configCheck } from '../config-check.ts'
import type { Deployment } from '../deployment.ts'
import { filesModule } from '../modules/files.ts'
import { sharedFiles } from '../shared-config.ts'
import { stepTask } from '../task.ts'
import { workerFiles } from '../worker-files.ts'

export function configTask(deployment: Deployment): Task {
  return stepTask({
    name: 'Configuration of Synapse and its workers',
    module: filesModule,
    items: facts => [
      {
        args: {
          files: [
            ...deployment.workers.flatMap(worker => workerFiles(worker, deployment, facts)),
            ...sharedFiles(deployment, facts),
          ],
          together: configCheck(deployment, facts),
        },
      },
    ],
  })
}
