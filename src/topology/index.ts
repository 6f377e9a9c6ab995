/** A worker topology -> ordinary tasks over ordinary modules. Pure: facts of a host come in when a task is planned. */
import type { Task } from '../engine/task.ts'
import type { Host } from '../inventory/types.ts'
import type { Source } from '../playbook/source.ts'
import type { Path } from '../playbook/types.ts'
import type { Deployment } from './deployment.ts'
import { preflightModule } from './modules/preflight.ts'
import { parseTopology } from './parse/index.ts'
import { flushTask, type Modules, stepTask } from './task.ts'
import { configTask } from './tasks/config.ts'
import { hostTasks } from './tasks/host.ts'
import { reloadHandler, routesTask } from './tasks/nginx.ts'
import { earlyTask, gateTask, mainTask, targetTask, workerTask } from './tasks/processes.ts'
import { redisTasks } from './tasks/redis.ts'
import { verificationTasks } from './verify/index.ts'

export type { Modules } from './task.ts'

export type CompiledTopology = {
  /** The workers that are asked for: what `swk topology` shows without a host. */
  readonly deployment: Deployment
  readonly tasks: readonly Task[]
  readonly handlers: readonly Task[]
  readonly verification: readonly Task[]
}

/**
 * `modules` finds a module by its name in playbooks (src/playbook binds a play and has them loaded).
 * Throws SwkError with everything that is wrong, each at its place in the YAML.
 */
export function compileTopology(
  topology: unknown,
  at: { readonly source: Source; readonly path: Path },
  _host: Host,
  modules: Modules,
): CompiledTopology {
  const deployment = parseTopology(topology, at)
  return {
    deployment,
    tasks: tasksOf(deployment, modules),
    handlers: [reloadHandler(modules)],
    verification: verificationTasks(deployment),
  }
}

/** In the order that loses no request: see the README of this folder. */
function tasksOf(deployment: Deployment, modules: Modules): readonly Task[] {
  const flush = flushTask(modules('systemd'))
  return [
    stepTask({
      name: 'This host can become what the topology says',
      module: preflightModule,
      items: () => [{ args: { deployment } }],
    }),
    ...redisTasks(modules),
    ...hostTasks(deployment, modules),
    configTask(deployment),
    gateTask(deployment, modules),
    earlyTask(deployment, modules),
    routesTask('nginx leads to the gate and to the workers that run', deployment),
    flush,
    mainTask(modules),
    workerTask('Workers that do what nobody else does now', 'first', deployment, modules),
    workerTask('Workers that share the load', 'last', deployment, modules),
    workerTask('Workers that ran before the main process', 'beside-main', deployment, modules),
    routesTask('nginx leads to all workers', deployment),
    flush,
    targetTask(modules),
  ]
}
