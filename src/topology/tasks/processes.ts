/** Starting the processes, and restarting those that run on something old: main first, then the workers. */
import type { Task } from '../../engine/task.ts'
import type { Deployment, Worker } from '../deployment.ts'
import { gatesOf } from '../gates.ts'
import {
  clubGroup,
  logConfigFile,
  mainUnit,
  target,
  unitFile,
  workerFile,
  workerTemplate,
  workerUnit,
} from '../layout.ts'
import type { Role } from '../role.ts'
import { isRunning } from '../running.ts'
import { sharedFilesOf, sharedFilesOfMain } from '../shared-config.ts'
import { type Item, type Modules, stepTask } from '../task.ts'

/** Sockets of their own, so that nginx can be pointed at it while main still is as it was. */
export function gateTask(deployment: Deployment, module: Modules): Task {
  return stepTask({
    name: 'Gates stand before the main process and workers that are alone',
    module: module('systemd'),
    items: facts =>
      gatesOf(deployment, facts).flatMap(({ socketUnit, serviceUnit }) => [
        { label: socketUnit, args: { name: socketUnit, state: 'started', enabled: true } },
        { label: serviceUnit, args: { name: serviceUnit, enabled: true } },
      ]),
  })
}

/**
 * Workers that can run beside a main that still does everything: started now, so that their routes are ready before main restarts. One
 * that runs already is left to `workerTask`.
 */
export function earlyTask(deployment: Deployment, module: Modules): Task {
  const workers = startingAt(deployment, 'beside-main')
  return stepTask({
    name: 'Workers that can do without a new main run',
    module: module('systemd'),
    items: (_facts, observed) => workers.filter(worker => !isRunning(worker, observed)).map(workerItem),
  })
}

/** Requests wait at the gate meanwhile. */
export function mainTask(module: Modules): Task {
  return stepTask({
    name: 'The main process runs with this configuration',
    module: module('systemd'),
    items: () => [
      {
        args: {
          ...{ name: mainUnit, state: 'started', enabled: true },
          ...{ restarts_on: sharedFilesOfMain, runs_with_groups: ['redis', clubGroup] },
        },
      },
    ],
  })
}

export function workerTask(name: string, start: Role['start'], deployment: Deployment, module: Modules): Task {
  return stepTask({
    name,
    module: module('systemd'),
    items: () => startingAt(deployment, start).map(workerItem),
  })
}

export function targetTask(module: Modules): Task {
  return stepTask({
    name: 'All of it starts at boot, as one target',
    module: module('systemd'),
    items: () => [{ args: { name: target, state: 'started', enabled: true } }],
  })
}

export function startingAt({ workers }: Deployment, start: Role['start']): readonly Worker[] {
  return workers.filter(({ role }) => role.start === start)
}

function workerItem(worker: Worker): Item {
  const { name } = worker
  const files = [unitFile(workerTemplate), workerFile(name), logConfigFile(name), ...sharedFilesOf(worker)]
  return {
    label: name,
    args: {
      ...{ name: workerUnit(name), state: 'started', enabled: true },
      ...{ restarts_on: files, runs_with_groups: ['redis', clubGroup] },
    },
  }
}
