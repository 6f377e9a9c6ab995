/** The configuration of all processes, accepted as a whole by Synapse's own parser before any file moves. */
import type { Task } from '../../../engine/task.ts'
import { configCheck } from '../../config/parser-check.ts'
import { sharedFiles } from '../../config/shared.ts'
import { workerFiles } from '../../config/worker.ts'
import type { Deployment } from '../../model/deployment.ts'
import { stepTask } from '../../step.ts'
import { filesModule } from '../modules/files.ts'

export function configTask(deployment: Deployment): Task {
  return stepTask({
    name: 'Configure Synapse and its workers',
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
