/** The configuration of all processes, accepted as a whole by Synapse's own parser before any file moves. */
import type { Task } from '../../engine/task.ts'
import type { Deployment } from '../deployment.ts'
import type { Facts } from '../facts.ts'
import { configFolder, workerFile } from '../layout.ts'
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
          together: {
            ...{ name: 'synapse', overlay: [configFolder], check: checks(deployment, facts) },
            checked: ['main', ...deployment.workers.map(({ name }) => name)],
          },
        },
      },
    ],
  })
}

/** `python -m synapse.config` for main and each worker. It only reads. */
function checks(deployment: Deployment, { python, configPaths }: Facts): readonly (readonly string[])[] {
  const main = [python, '-m', 'synapse.config', ...configPaths.flatMap(path => ['-c', path])]
  return [main, ...deployment.workers.map(({ name }) => [...main, '-c', workerFile(name)])]
}
