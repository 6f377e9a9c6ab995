/** Starting the processes, and restarting those that run on something old, in the order that Synapse asks for. */
import type { HostView } from '../../../engine/module.ts'
import type { Task } from '../../../engine/task.ts'
import { see, unit } from '../../../sdk/refs.ts'
import { type Deployment, isMonolith } from '../../model/deployment.ts'
import type { Facts, FoundWorker } from '../../model/facts.ts'
import { inboundSocket, mainReplication, nginxUnit, socketFilesOf, target, workerUnit } from '../../model/paths.ts'
import { type Modules, stepTask } from '../../step.ts'
import { holdingSocketsOf, mainGate, workerGate, writerGate } from '../../systemd/holding-sockets.ts'
import type { FilesArgs } from '../modules/files.ts'
import { type ProcessesArgs, processesModule, type Started, type Stopped } from '../modules/processes.ts'
import { planBatch } from '../plan/batches.ts'
import { listConfigFiles } from '../plan/config-files.ts'
import { replacedLibraries } from '../plan/outdated.ts'
import { planRestart } from '../plan/plan.ts'
import {
  isRunning,
  isSingleton,
  isUp,
  type Process,
  processesOf,
  processOf,
  startedArgs,
  startOrder,
} from '../plan/process.ts'
import { rollingReason } from '../plan/reasons.ts'
import { isReplaceable, runs } from '../plan/undeclared.ts'
import { futureRoutes } from './nginx.ts'

/** Sockets of their own, so that nginx can be pointed at them while the processes behind them still are as they were. */
export function gateTask(deployment: Deployment, module: Modules): Task {
  return stepTask({
    name: 'Create holding sockets',
    module: processesModule(module('systemd')),
    items: facts => {
      const started = holdingSocketsOf(deployment, facts).flatMap(({ socketUnit, serviceUnit }) => [
        begun(socketUnit, { name: socketUnit, state: 'started', enabled: true }),
        begun(serviceUnit, { name: serviceUnit, enabled: true }),
      ])
      return [{ args: { started, stopped: [], drain: 0, why: [] } }]
    },
  })
}

/** Starts those workers that do not run, and waits for those on their way; one that does is left to where it may restart. */
export function startTask(deployment: Deployment, module: Modules): Task {
  return stepTask({
    name: 'Start load-balanced workers',
    module: processesModule(module('systemd')),
    items: (facts, observed) => {
      const missing = deployment.workers
        .filter(({ role }) => role.start === 'last')
        .map(processOf)
        .filter(process => !isRunning(process, observed))
      return missing.length === 0 ? [] : [{ args: argsOf({ started: missing }, deployment, facts, observed) }]
    },
  })
}

/**
 * One step: all configuration, nginx's future routes, and main with all that must not run beside it as it will be, stopped, and started again
 * with those that do what main does no more. Before it the host is what it was, whatever restarts; after it nothing is left undone.
 */
export function transactionTask(deployment: Deployment, module: Modules): Task {
  return stepTask({
    name: 'Configure Synapse and restart what depends on it',
    module: processesModule(module('systemd')),
    items: (facts, observed) => {
      const { together, leaving, reasons } = planRestart(deployment, facts, observed)
      const stopping = together.map(({ name }) => name)
      const isStarted = (process: Process): boolean =>
        process.worker === null ||
        stopping.includes(process.name) ||
        (process.worker.role.start === 'first' && !isRunning(process, observed))
      const started = processesOf(deployment).filter(isStarted)
      const changes = together.length > 0 || leaving.length > 0
      return [
        {
          args: {
            ...argsOf({ started, leaving, why: reasons }, deployment, facts, observed),
            ...(changes && deployment.proxy === 'nginx' && facts.nginx !== null ? reloadFor(leaving) : {}),
            files: switchedFiles(deployment, facts, observed),
          },
        },
      ]
    },
  })
}

function switchedFiles(deployment: Deployment, facts: Facts, observed: HostView): FilesArgs {
  const config = listConfigFiles(deployment, facts, observed)
  const routes = futureRoutes(deployment, facts, observed)
  if (routes === null) return config
  const { overlay, check, checkers } = config.together
  return {
    files: [...config.files, ...routes.files],
    originals: config.originals,
    together: {
      name: 'synapse and nginx',
      overlay: [...overlay, ...routes.together.overlay],
      check: [...check, ...routes.together.check],
      ...(checkers && { checkers }),
    },
  }
}

/**
 * nginx is told while all still serve as before. What main is led to newly waits at its gate, since it serves that no sooner than it is
 * back; what it serves no more it serves until then.
 */
function reloadFor(leaving: readonly FoundWorker[]): Pick<ProcessesArgs, 'reload' | 'closing'> {
  const gains = leaving.some(found => !isReplaceable(found))
  return { reload: nginxUnit, ...(gains ? { closing: mainGate.serviceUnit } : {}) }
}

/** `rest` names all that run, so that what they run on is looked at. */
export function batchTask(name: string, which: 'first' | 'rest', deployment: Deployment, module: Modules): Task {
  return stepTask({
    name,
    module: processesModule(module('systemd')),
    items: (facts, observed) => {
      const wave = planBatch(planRestart(deployment, facts, observed).rolling, deployment, which)
      const due = wave.map(({ process }) => process)
      const running = deployment.workers.map(processOf).filter(process => isUp(process, observed))
      const started = which === 'rest' ? running : due
      const why = wave.map(rollingReason)
      return started.length === 0 ? [] : [{ args: argsOf({ started, why }, deployment, facts, observed) }]
    },
  })
}

/** They leave when nginx leads to all others. */
export function undeclaredTask(deployment: Deployment, module: Modules): Task {
  return stepTask({
    name: 'Stop undeclared workers',
    module: processesModule(module('systemd')),
    items: (facts, observed) => {
      const { leavingLast } = planRestart(deployment, facts, observed)
      const why = leavingLast
        .filter(found => runs(found, observed))
        .map(({ name }) => `${name} is no longer declared: nginx routes no requests to it, and it stops`)
      if (leavingLast.length === 0) return []
      return [{ args: argsOf({ leaving: leavingLast, why }, deployment, facts, observed) }]
    },
  })
}

export function targetTask(module: Modules): Task {
  return stepTask({
    name: 'Enable the Synapse target',
    module: module('systemd'),
    items: () => [{ args: { name: target, state: 'started', enabled: true } }],
  })
}

/** At once: systemd reads its units anew for each command that enables something. */
const begun = (id: string, args: unknown): Started => ({ args, unit: id, order: 0, sockets: [], replaced: [] })

type Change = {
  readonly started?: readonly Process[]
  readonly leaving?: readonly FoundWorker[]
  readonly why?: readonly string[]
}

function argsOf(
  { started = [], leaving = [], why = [] }: Change,
  deployment: Deployment,
  facts: Facts,
  observed: HostView,
): ProcessesArgs {
  return {
    started: started.map(process => startOf(process, deployment, facts, observed)),
    stopped: leaving.map(stopOf),
    drain: deployment.proxy === 'nginx' ? deployment.drain : 0,
    why,
  }
}

function startOf(process: Process, deployment: Deployment, facts: Facts, observed: HostView): Started {
  const state = see(observed, unit(process.unit))
  // A monolith that swk never changed has no note of what it began with, and needs none.
  const isUntouched = isMonolith(deployment) && state?.config === null
  return {
    args: isUntouched ? { name: process.unit, state: 'started' } : startedArgs(process, deployment),
    unit: process.unit,
    order: startOrder(process),
    sockets: isSingleton(process) || process.worker?.role.routes.length === 0 ? [] : [inboundSocket(process.name)],
    replaced: replacedLibraries(state, facts),
    ...(isMonolith(deployment) && { removes: [mainReplication, `${mainReplication}.lock`] }),
  }
}

function stopOf(found: FoundWorker): Stopped {
  const isDrained = isReplaceable(found)
  const sockets = isDrained ? [inboundSocket(found.name)] : []
  const stops = [workerGate(found.name), writerGate(found.name)].map(({ serviceUnit }) => serviceUnit)
  return {
    unit: found.unit ?? workerUnit(found.name),
    sockets,
    held: !isDrained,
    removes: socketFilesOf(found.name),
    stops,
  }
}
