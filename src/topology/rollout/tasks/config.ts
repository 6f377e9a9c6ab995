/** The configuration of all processes, accepted as a whole by Synapse's own parser before any file moves. */
import type { Task } from '../../../engine/task.ts'
import { restoreForeign } from '../../adoption/foreign-files.ts'
import { configCheck } from '../../config/parser-check.ts'
import { sharedFiles } from '../../config/shared.ts'
import { workerFiles } from '../../config/worker.ts'
import { type Deployment, isMonolith } from '../../model/deployment.ts'
import { originalOf } from '../../model/paths.ts'
import { stepTask } from '../../step.ts'
import { filesModule } from '../modules/files.ts'

export function configTask(deployment: Deployment): Task {
  return stepTask({
    name: 'Configure Synapse and its workers',
    module: filesModule,
    items: (facts, observed) => {
      const shared = sharedFiles(deployment, facts)
      const originals = isMonolith(deployment) ? shared.map(({ path }) => originalOf(path)) : []
      const files = [
        ...deployment.workers.flatMap(worker => workerFiles(worker, deployment, facts)),
        ...(isMonolith(deployment) ? shared.map(file => restoreForeign(file, observed)) : shared),
      ]
      return [{ args: { files, originals, together: configCheck(deployment, facts) } }]
    },
  })
}
