import { join } from 'node:path'
import { expect, test } from 'vitest'
import { routesFile, upstreamsFile } from '../../src/topology/layout.ts'
import { routesText } from '../../src/topology/nginx/routes.ts'
import { upstreamsText } from '../../src/topology/nginx/upstreams.ts'
import { allRunning, trafficOf } from '../../src/topology/routing/traffic.ts'
import { deploymentOf, fourRoles } from './support.ts'

const golden = new URL('golden', import.meta.url).pathname

/** As people and nginx read them. `npx vitest -u` writes them anew: read what differs. */
test('the four roles as nginx reads them', async () => {
  const deployment = deploymentOf(fourRoles)
  const traffic = trafficOf(deployment, allRunning(deployment))
  await expect(upstreamsText(traffic)).toMatchFileSnapshot(join(golden, upstreamsFile))
  await expect(routesText(traffic)).toMatchFileSnapshot(join(golden, routesFile))
})
