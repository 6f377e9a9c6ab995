/** nginx leads requests to the workers that run, and all others to main. */
import type { Observed } from '../../engine/module.ts'
import type { Task } from '../../engine/task.ts'
import type { Deployment } from '../deployment.ts'
import type { Facts } from '../facts.ts'
import { managed, nginxFolder, proxySnippet, requestLogFile, routesFile, upstreamsFile } from '../layout.ts'
import { type FilesArgs, filesModule } from '../modules/files.ts'
import { snippetText } from '../nginx/additions.ts'
import { logText } from '../nginx/log.ts'
import { routesText } from '../nginx/routes.ts'
import { upstreamsText } from '../nginx/upstreams.ts'
import { trafficOf } from '../routing/traffic.ts'
import { runningByRole } from '../running.ts'
import { type Modules, stepTask } from '../task.ts'
import { editedVhosts } from '../vhosts.ts'

/** Name of the handler. */
export const reloadNginx = 'Reload nginx'

/** The same for each stage of a conversion: which workers run is seen when the task is planned. */
export function routesTask(name: string, deployment: Deployment): Task {
  return stepTask({
    name,
    module: filesModule,
    items: (facts, observed) => [{ args: nginxFiles(deployment, facts, observed) }],
    notify: [reloadNginx],
  })
}

export function reloadHandler(module: Modules): Task {
  return stepTask({
    name: reloadNginx,
    module: module('systemd'),
    section: 'handlers',
    items: () => [{ args: { name: 'nginx', state: 'reloaded' } }],
  })
}

function nginxFiles(deployment: Deployment, facts: Facts, observed: Observed): FilesArgs {
  const traffic = trafficOf(deployment, runningByRole(deployment, observed))
  const vhosts = editedVhosts(facts, observed)
  return {
    files: [
      { path: upstreamsFile, text: upstreamsText(traffic), late: true },
      { path: routesFile, text: routesText(traffic), late: true },
      { path: requestLogFile, text: logText },
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
function modeOf(path: string, observed: Observed): string {
  return String(observed.state({ kind: 'path', id: path })?.mode ?? '0644')
}

function overlays(paths: readonly string[]): readonly string[] {
  const outside = paths.filter(path => !path.startsWith(`${nginxFolder}/`))
  return [...new Set([nginxFolder, ...outside.map(path => path.slice(0, path.lastIndexOf('/')))])]
}
