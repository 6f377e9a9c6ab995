/** nginx leads requests to the workers that run and stay, and all others to main. */
import type { HostView } from '../../../engine/module.ts'
import type { Task } from '../../../engine/task.ts'
import { type Deployment, isMonolith, ofRole, type Worker } from '../../model/deployment.ts'
import type { Facts } from '../../model/facts.ts'
import { isOurs } from '../../model/managed-file.ts'
import { managed, nginxFolder, proxySnippet, requestLogFile, routesFile, upstreamsFile } from '../../model/paths.ts'
import { logText } from '../../nginx/log.ts'
import { snippetText } from '../../nginx/missing-directives.ts'
import { routesText } from '../../nginx/routes.ts'
import { stoppedAs } from '../../nginx/service.ts'
import { upstreamsText } from '../../nginx/upstreams.ts'
import { editedVhosts } from '../../nginx/vhosts.ts'
import { trafficOn } from '../../routing/host-traffic.ts'
import { type Modules, stepTask } from '../../step.ts'
import { type FilesArgs, filesModule } from '../modules/files.ts'
import { planBatch } from '../plan/batches.ts'
import { withoutWorkers } from '../plan/drain.ts'
import { planRestart } from '../plan/plan.ts'
import { isSingleton, processOf } from '../plan/process.ts'
import { runningByRole } from '../plan/running.ts'
import { isReplaceable } from '../plan/undeclared.ts'

/** Name of the handler. */
export const reloadNginx = 'Reload nginx'

type Texts = { readonly upstreams: string; readonly routes: string }
type Stage = (deployment: Deployment, facts: Facts, observed: HostView) => Texts | null

/** The same for each stage of a change: who runs and stays is seen when the task is planned. */
export function routesTask(name: string, stage: Stage, deployment: Deployment): Task {
  return stepTask({
    name,
    module: filesModule,
    items: (facts, observed) => {
      const texts = deployment.proxy === 'nginx' && facts.nginx !== null ? stage(deployment, facts, observed) : null
      return texts === null ? [] : [{ args: nginxFiles(texts, facts, observed) }]
    },
    notify: [reloadNginx],
  })
}

export function reloadHandler(module: Modules): Task {
  return stepTask({
    name: reloadNginx,
    module: module('systemd'),
    section: 'handlers',
    items: ({ nginx }, observed) =>
      // A reload would start it, where another proxy may have its ports by now.
      nginx === null || stoppedAs(observed) !== undefined ? [] : [{ args: { name: 'nginx', state: 'reloaded' } }],
  })
}

/** To all that run. */
export const toAll: Stage = (deployment, facts, observed) => textsOf(deployment, facts, observed)

/**
 * Away from those who are about to stop and for whom main can stand in. Where the writers change, main cannot yet: who writes now goes on
 * being asked, by the routes as they are.
 */
export const toThoseWhoStay: Stage = (deployment, facts, observed) => {
  const { together, leaving, stopsAll } = planRestart(deployment, facts, observed)
  const leaves = [
    ...together.filter(process => !isSingleton(process)).map(({ name }) => name),
    ...leaving.filter(isReplaceable).map(({ name }) => name),
  ]
  const now = stopsAll || leaving.some(found => !isReplaceable(found)) ? currentTexts(observed) : null
  return without(leaves, now ?? textsOf(deployment, facts, observed))
}

/** The files of nginx as it will be with the restart. Null: nothing restarts. */
export function futureRoutes(deployment: Deployment, facts: Facts, observed: HostView) {
  if (deployment.proxy !== 'nginx' || facts.nginx === null) return null
  const stage = isMonolith(deployment) ? whereRouted(toThoseToCome) : toThoseToCome
  const texts = stage(deployment, facts, observed)
  return texts === null ? null : nginxFiles(texts, facts, observed)
}

/** Where main or writers are on their way, requests wait at their gates. Null: none is. */
const toThoseToCome: Stage = (deployment, facts, observed) => {
  const { together, leaving } = planRestart(deployment, facts, observed)
  if (together.length === 0 && leaving.length === 0) return null
  const comes = (worker: Worker): boolean => isSingleton(processOf(worker))
  const stopping = together.filter(process => !isSingleton(process)).map(({ name }) => name)
  return without(stopping, textsOf(deployment, facts, observed, comes))
}

/** Away from those of a wave: the others of their role serve alone for a while, or main does. */
export const awayFromBatch =
  (which: 'first' | 'rest'): Stage =>
  (deployment, facts, observed) => {
    const wave = planBatch(planRestart(deployment, facts, observed).rolling, deployment, which)
    const leaves = wave.filter(({ process }) => !isSingleton(process) || hasOthers(process.worker, deployment))
    return without(
      leaves.map(({ process }) => process.name),
      textsOf(deployment, facts, observed),
    )
  }

/** Only where nginx has been led by swk: a monolith that never had a worker has nothing to leave. */
export const whereRouted =
  (stage: Stage): Stage =>
  (deployment, facts, observed) =>
    currentTexts(observed) === null ? null : stage(deployment, facts, observed)

const hasOthers = (worker: Worker | null, deployment: Deployment): boolean =>
  worker !== null && ofRole(deployment, worker.role).length > 1

function without(names: readonly string[], { upstreams, routes }: Texts): Texts {
  return { upstreams: withoutWorkers(upstreams, names), routes }
}

function textsOf(deployment: Deployment, facts: Facts, observed: HostView, also?: (worker: Worker) => boolean): Texts {
  const traffic = trafficOn(facts, deployment, runningByRole(deployment, observed, also))
  return { upstreams: upstreamsText(traffic), routes: routesText(traffic) }
}

/** Null where nginx has not been led by swk yet. */
function currentTexts(observed: HostView): Texts | null {
  const [upstreams, routes] = [upstreamsFile, routesFile].map(path => observed.text(path) ?? '')
  return upstreams && routes && isOurs(upstreams) && isOurs(routes) ? { upstreams, routes } : null
}

function nginxFiles(
  { upstreams, routes }: Texts,
  facts: Facts,
  observed: HostView,
): FilesArgs & Required<Pick<FilesArgs, 'together'>> {
  const vhosts = editedVhosts(facts, observed)
  return {
    files: [
      { path: upstreamsFile, text: upstreams, late: true },
      { path: routesFile, text: routes, late: true },
      { path: requestLogFile, text: logText(facts.nginx) },
      { path: proxySnippet, text: managed(snippetText) },
      ...vhosts.map(({ path, text }) => ({
        path,
        text,
        mode: modeOf(path, observed),
        exists: true as const,
        late: true as const,
      })),
    ],
    together: { name: 'nginx', overlay: overlays(vhosts.map(({ path }) => path)), check: [['nginx', '-t']] },
  }
}

/** A vhost keeps its mode. */
export function modeOf(path: string, observed: HostView): string {
  return String(observed.state({ kind: 'path', id: path })?.mode ?? '0644')
}

export function overlays(paths: readonly string[]): readonly string[] {
  const outside = paths.filter(path => !path.startsWith(`${nginxFolder}/`))
  return [...new Set([nginxFolder, ...outside.map(path => path.slice(0, path.lastIndexOf('/')))])]
}
