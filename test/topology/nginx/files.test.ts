import { join } from 'node:path'
import { expect, test } from 'vitest'
import { logText } from '../../../src/topology/nginx/log.ts'
import { snippetText } from '../../../src/topology/nginx/missing-directives.ts'
import { routesText } from '../../../src/topology/nginx/routes.ts'
import { upstreamsText } from '../../../src/topology/nginx/upstreams.ts'
import { allRunning, trafficOf } from '../../../src/topology/routing/traffic.ts'
import { deploymentOf, fourRoles } from '../support.ts'

const golden = new URL('../golden/etc/nginx', import.meta.url).pathname
const deployment = deploymentOf(fourRoles)
const traffic = trafficOf(deployment, allRunning(deployment))

/** What nginx reads, as people read it. `npx vitest -u` writes it anew: read what differs. */
test.each([
  ['conf.d/matrix-upstreams.conf', upstreamsText(traffic)],
  ['conf.d/matrix-routes.conf', routesText(traffic)],
  ['conf.d/matrix-log.conf', logText(null)],
  ['snippets/matrix-proxy.conf', snippetText],
])('%s of the four roles', async (path, text) => {
  await expect(text).toMatchFileSnapshot(join(golden, path))
})
