/** conf.d/matrix-routes.conf: the one map that says who serves a request. */
import { managed } from '../layout.ts'
import type { Role } from '../role.ts'
import { routesInOrder } from '../routing.ts'
import { mainUpstream, upstreamOf } from './upstreams.ts'

export function routesText(roles: readonly Role[]): string {
  const lines = routesInOrder(roles).map(
    ({ role, method, path }) => `    "~^${method} ${path.slice(1)}" ${upstreamOf(role)};\n`,
  )
  return managed(`
# Who serves a request: the first line that fits. What no line names is main's.
map "$request_method $uri" $matrix_upstream {
    default ${mainUpstream};
${lines.join('')}}
`)
}
