/** The steps in the order that loses no request: see the README of the topology. */
import type { Task } from '../../../engine/task.ts'
import { type Deployment, isMonolith } from '../../model/deployment.ts'
import { toAdopt, toKeep } from '../../nginx/backups.ts'
import { flushTask, type Modules, stepTask } from '../../step.ts'
import { backupModule } from '../modules/backup.ts'
import { preflightModule } from '../modules/preflight.ts'
import { configTask } from './config.ts'
import { hostTasks } from './host.ts'
import { leaveTasks, restoreTask } from './monolith.ts'
import { awayFromWave, routesTask, toAll, toThoseToCome, toThoseWhoStay, whereRouted } from './nginx.ts'
import { gateTask, startTask, surplusTask, targetTask, togetherTask, waveTask } from './processes.ts'
import { redisTasks } from './redis.ts'
import { gatesGoneTask, surplusFilesTask } from './removal.ts'

export function tasksOf(deployment: Deployment, modules: Modules): readonly Task[] {
  const preflight = stepTask({
    name: isMonolith(deployment)
      ? 'This host can become a monolith again'
      : 'This host can become what the topology says',
    module: preflightModule,
    items: () => [{ args: { deployment } }],
  })
  return [preflight, ...(isMonolith(deployment) ? toMonolith(deployment, modules) : toWorkers(deployment, modules))]
}

function toWorkers(deployment: Deployment, modules: Modules): readonly Task[] {
  const flush = flushTask(modules('systemd'))
  const routes = (name: string, stage: Parameters<typeof routesTask>[1]) => [routesTask(name, stage, deployment), flush]
  return [
    ...redisTasks(modules),
    ...hostTasks(deployment, modules),
    adoptTask(deployment),
    configTask(deployment),
    gateTask(deployment, modules),
    startTask('Workers that can do without a new main run', 'beside-main', deployment, modules),
    keepTask(deployment),
    ...routes('nginx leads to the gate and to the workers that run and stay', toThoseWhoStay),
    // Followed by nginx while main restarts.
    routesTask('nginx knows where requests will wait', toThoseToCome, deployment),
    togetherTask(deployment, modules),
    startTask('Workers that do what nobody else does now', 'first', deployment, modules),
    startTask('Workers that share the load', 'last', deployment, modules),
    ...routes('nginx leads to the workers that run, past those that restart now', awayFromWave('first')),
    waveTask('Half of the workers that run on something old restart', 'first', deployment, modules),
    ...routes('nginx leads past the other half', awayFromWave('rest')),
    waveTask('The other half restarts', 'rest', deployment, modules),
    ...routes('nginx leads to all workers', toAll),
    surplusTask(deployment, modules),
    gatesGoneTask(deployment, modules),
    surplusFilesTask(deployment),
    targetTask(modules),
  ]
}

function toMonolith(deployment: Deployment, modules: Modules): readonly Task[] {
  const flush = flushTask(modules('systemd'))
  return [
    configTask(deployment),
    routesTask('nginx leads past the workers for which main can stand in', whereRouted(toThoseWhoStay), deployment),
    flush,
    routesTask('nginx knows where requests will wait', whereRouted(toThoseToCome), deployment),
    togetherTask(deployment, modules),
    restoreTask(deployment),
    flush,
    ...leaveTasks(deployment, modules),
  ]
}

/** nginx may lead to their ports, which nobody else remembers when they are gone. */
function adoptTask(deployment: Deployment): Task {
  return stepTask({
    name: 'Files of workers that were set up by hand are kept as they are',
    module: backupModule,
    items: (facts, observed) => {
      const files = toAdopt(deployment, facts, observed)
      return files.length === 0 ? [] : [{ args: { files } }]
    },
  })
}

function keepTask(deployment: Deployment): Task {
  return stepTask({
    name: 'What swk is about to edit in nginx is kept as it is',
    module: backupModule,
    items: (facts, observed) => {
      const files = deployment.proxy === 'nginx' ? toKeep(facts, observed) : []
      return [{ args: { files } }]
    },
  })
}
