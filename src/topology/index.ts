/** A worker topology -> ordinary tasks over ordinary modules. Pure: facts of a host come in when a task is planned. */
import type { Task } from '../engine/task.ts'
import type { Location } from '../yaml/location.ts'
import type { Source } from '../yaml/source.ts'
import { verificationTasks } from './checks/verify/index.ts'
import type { Deployment } from './model/deployment.ts'
import { unitFile } from './model/paths.ts'
import { parseTopology } from './parse/index.ts'
import { reloadHandler } from './rollout/tasks/nginx.ts'
import { tasksOf } from './rollout/tasks/order.ts'
import type { Modules } from './step.ts'
import { mainGate } from './systemd/holding-sockets.ts'

export { type Modules, usedModules } from './step.ts'

export type CompiledTopology = {
  /** The workers that are asked for: what `swk topology` shows without a host. */
  readonly deployment: Deployment
  readonly tasks: readonly Task[]
  readonly handlers: readonly Task[]
  readonly verification: readonly Task[]
  /** A file of swk that is there wherever workers are. */
  readonly evidence: string
}

/**
 * `modules` finds a module by its name in playbooks (src/playbook binds a play and has them loaded).
 * Throws SwkError with everything that is wrong, each at its place in the YAML.
 */
export function compileTopology(
  topology: unknown,
  at: { readonly source: Source; readonly path: Location },
  modules: Modules,
): CompiledTopology {
  const deployment = parseTopology(topology, at)
  return {
    deployment,
    tasks: tasksOf(deployment, modules),
    handlers: [{ ...reloadHandler(modules), isRollout: true }],
    verification: verificationTasks(deployment),
    evidence: unitFile(mainGate.socketUnit),
  }
}
