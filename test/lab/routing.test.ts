/**
 * Who serves a request, told in three ways that know nothing of each other: the table of routes, a real nginx with the configuration made
 * from it, and what the roles declare. Their workers are stubs that say their names.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LabHost } from '../../src/lab/index.ts'
import type { Deployment } from '../../src/topology/deployment.ts'
import { proxySnippet, routesFile, upstreamsFile } from '../../src/topology/layout.ts'
import { snippetText } from '../../src/topology/nginx/additions.ts'
import { routesText } from '../../src/topology/nginx/routes.ts'
import { upstreamsText } from '../../src/topology/nginx/upstreams.ts'
import { editVhosts } from '../../src/topology/nginx/vhost.ts'
import { roles } from '../../src/topology/roles/index.ts'
import { readRequest } from '../../src/topology/routing/request.ts'
import { allRunning, serve, trafficOf } from '../../src/topology/routing/traffic.ts'
import { declaredWorkers } from './routing/declared.ts'
import { everything, randomDeployment } from './routing/deployments.ts'
import { randomOf, randomRequest } from './routing/random-requests.ts'
import { must, nginxSite, proxyHost, put, startStubs } from './routing/stubs.ts'
import { type Sent, tellAll } from './routing/wire.ts'

const seed = Number(process.env.SWK_TEST_SEED ?? 20_261_123)
const perDeployment = Number(process.env.SWK_TEST_REQUESTS ?? 500)

let host: LabHost
beforeAll(async () => {
  host = await proxyHost('routing', ['nginx-light'])
})
afterAll(() => host?.stop())

const deployments: readonly [name: string, deployment: Deployment][] = [
  ['all roles', everything],
  ...[1, 2, 3].map((n): [string, Deployment] => [`random roles, choice ${n}`, randomDeployment(randomOf(seed + n))]),
]

test.each(deployments)('random requests are served as declared: %s', async (_name, deployment) => {
  await configure(deployment)
  const random = randomOf(seed)
  const requests = Array.from({ length: perDeployment }, () => randomRequest(random, roles, deployment))
  const told = await tellAll(host.address, 80, requests)
  const wrong = requests.flatMap((request, i) => {
    const [table, declared] = [tableWorkers(deployment, request), declaredWorkers(deployment, request)]
    const real = told[i]?.by ?? (told[i]?.status === 400 ? null : `status ${told[i]?.status}`)
    const agree =
      JSON.stringify(table) === JSON.stringify(declared) && (table === null ? real === null : table.includes(`${real}`))
    return agree ? [] : [{ request: `${request.method} ${request.target}`, table, declared, nginx: real }]
  })
  expect(wrong, `SWK_TEST_SEED=${seed}`).toEqual([])
})

async function configure(deployment: Deployment): Promise<void> {
  await startStubs(host, deployment)
  const traffic = trafficOf(deployment, allRunning(deployment))
  await put(host, upstreamsFile, upstreamsText(traffic))
  await put(host, routesFile, routesText(traffic))
  await put(host, proxySnippet, snippetText)
  await put(host, nginxSite, vhost)
  await must(host, 'nginx -t && systemctl restart nginx')
}

const plainVhost = `server {
    listen 80 default_server;
    location / {
        proxy_pass http://127.0.0.1:8008;
    }
}
`
const vhost = editVhosts(
  [{ path: nginxSite, text: plainVhost }],
  [{ port: 8008, resources: [{ names: ['client', 'federation'] }] }],
)[0]?.text as string

/** null: refused, as nginx refuses it. */
function tableWorkers(deployment: Deployment, { method, target }: Sent): readonly string[] | null {
  try {
    const request = readRequest(`${method} ${target}`)
    return serve(trafficOf(deployment, allRunning(deployment)), request).upstream.workers
  } catch {
    return null
  }
}
