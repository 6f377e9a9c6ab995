/** The steps in the order that loses no request: see the README of the topology. */
import type { Task } from '../../../engine/task.ts'
import { findForeignFiles } from '../../adoption/foreign-files.ts'
import { questionsBefore } from '../../checks/verify/before.ts'
import { entrances, isRouted } from '../../checks/verify/endpoint.ts'
import { type Deployment, isMonolith } from '../../model/deployment.ts'
import { toKeep } from '../../nginx/backups.ts'
import { flushTask, type Modules, stepTask } from '../../step.ts'
import { answersModule } from '../modules/answers.ts'
import { backupModule } from '../modules/backup.ts'
import { preflightModule } from '../modules/preflight.ts'
import { hostTasks } from './host.ts'
import { leaveTasks, restoreTask } from './monolith.ts'
import { awayFromBatch, routesTask, toAll, toThoseWhoStay, whereRouted } from './nginx.ts'
import { batchTask, gateTask, startTask, targetTask, transactionTask, undeclaredTask } from './processes.ts'
import { redisTasks } from './redis.ts'
import { undeclaredFilesTask, unusedSocketsTask } from './removal.ts'

export function tasksOf(deployment: Deployment, modules: Modules): readonly Task[] {
  const preflight = stepTask({
    name: isMonolith(deployment)
      ? 'Check that the host can become a monolith'
      : 'Check that the host can adopt the topology',
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
    adoptTask(deployment),
    ...hostTasks(deployment, modules),
    gateTask(deployment, modules),
    keepTask(deployment),
    answersTask(deployment),
    ...routes('Route traffic away from processes about to stop', toThoseWhoStay),
    // From the next step on, a reboot needs the workers.
    targetTask(modules),
    transactionTask(deployment, modules),
    startTask(deployment, modules),
    ...routes('Route traffic to workers outside the first batch', awayFromBatch('first')),
    batchTask('Restart the first batch of outdated workers', 'first', deployment, modules),
    ...routes('Route traffic to workers outside the second batch', awayFromBatch('rest')),
    batchTask('Restart the second batch of outdated workers', 'rest', deployment, modules),
    ...routes('Route traffic to all workers', toAll),
    undeclaredTask(deployment, modules),
    // Holding sockets are the last by which a worker is found.
    undeclaredFilesTask(deployment),
    unusedSocketsTask(deployment, modules),
  ]
}

function toMonolith(deployment: Deployment, modules: Modules): readonly Task[] {
  const flush = flushTask(modules('systemd'))
  return [
    routesTask('Route traffic away from workers to main', whereRouted(toThoseWhoStay), deployment),
    flush,
    transactionTask(deployment, modules),
    restoreTask(deployment),
    flush,
    ...leaveTasks(deployment, modules),
  ]
}

/** Put back when workers go. nginx may lead to ports of workers, which no other file remembers then. */
function adoptTask(deployment: Deployment): Task {
  return stepTask({
    name: 'Back up the files of adopted workers',
    module: backupModule,
    items: (facts, observed) => {
      const files = findForeignFiles(deployment, facts, observed)
      return files.length === 0 ? [] : [{ args: { files } }]
    },
  })
}

function keepTask(deployment: Deployment): Task {
  return stepTask({
    name: 'Back up the nginx vhosts',
    module: backupModule,
    items: (facts, observed) => {
      const files = deployment.proxy === 'nginx' ? toKeep(facts, observed) : []
      return [{ args: { files } }]
    },
  })
}

/** Compared by `swk verify`. A host that is routed already no longer answers as its monolith did. */
function answersTask(deployment: Deployment): Task {
  return stepTask({
    name: 'Record the answers of the entrances',
    module: answersModule,
    items: (facts, observed) =>
      isRouted(deployment, facts, observed)
        ? []
        : [{ args: questionsBefore(deployment, facts, entrances(deployment, facts, observed)) }],
  })
}
