/**
 * Who serves a request, told in three ways that know nothing of each other: the table of routes, a real nginx with the configuration made
 * from it, and what the roles declare. Their workers are stubs that say their names.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LabHost } from '../../../src/lab/index.ts'
import { type NginxState, nginxKind } from '../../../src/resources/nginx/index.ts'
import type { Deployment } from '../../../src/topology/model/deployment.ts'
import {
  nginxFolder,
  proxySnippet,
  requestLogFile,
  routesFile,
  upstreamsFile,
} from '../../../src/topology/model/paths.ts'
import { roles } from '../../../src/topology/model/roles/index.ts'
import { logText } from '../../../src/topology/nginx/log.ts'
import { snippetText } from '../../../src/topology/nginx/missing-directives.ts'
import { routesText } from '../../../src/topology/nginx/routes.ts'
import { upstreamsText } from '../../../src/topology/nginx/upstreams.ts'
import { editVhosts } from '../../../src/topology/nginx/vhost.ts'
import { readRequest } from '../../../src/topology/routing/request.ts'
import { allRunning, serve, trafficOf } from '../../../src/topology/routing/traffic.ts'
import { declaredWorkers } from './routing/declared.ts'
import { everything, randomDeployment } from './routing/deployments.ts'
import { randomOf, randomRequest } from './routing/random-requests.ts'
import { must, nginxSite, proxyHost, put, startStubs } from './routing/stubs.ts'
import { type Sent, tell, tellAll } from './routing/wire.ts'

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

describe('of all roles', () => {
  beforeAll(() => configure(everything))

  const by = async (requests: readonly Sent[]) => (await tellAll(host.address, 80, requests)).map(told => told.by)
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8]

  test('a device meets one worker, with its token in a header and in the query', async () => {
    const target = '/_matrix/client/v3/sync?since=1'
    const devices = await Promise.all(
      numbers.map(n => by([1, 2, 3].map(() => ({ method: 'GET', target, headers: bearer(`t${n}`) })))),
    )
    const old = await Promise.all(
      numbers.map(n => by([1, 2, 3].map(i => ({ method: 'GET', target: `${target}${i}&access_token=t${n}` })))),
    )
    for (const workers of [...devices, ...old]) expect(new Set(workers).size).toBe(1)
    expect(new Set(devices.flat()).size).toBe(2)
    expect(new Set(old.flat()).size).toBe(2)
  })

  test('a room meets one worker, whoever asks and however its name is escaped', async () => {
    const spread: Deployment = { ...everything, rooms: [] }
    await configure(spread)
    const rooms = await Promise.all(
      numbers.map(n =>
        by([
          { method: 'GET', target: `/_matrix/client/v3/rooms/!r${n}:b.c/members`, headers: bearer('a') },
          { method: 'GET', target: `/_matrix/client/v3/rooms/%21r${n}%3ab.c/joined_members`, headers: bearer('b') },
          { method: 'POST', target: `/_matrix/client/v3/join/!r${n}:b.c` },
          { method: 'GET', target: `/_matrix/federation/v1/state/!r${n}:b.c?event_id=x` },
        ]),
      ),
    )
    await configure(everything)
    for (const workers of rooms) expect(new Set(workers).size).toBe(1)
    expect(new Set(rooms.flat())).toEqual(new Set(['roomworker1', 'roomworker2']))
  })

  test('a process is told who asks, by an id of nginx, and the path as it came', async () => {
    const target = '/_matrix/federation/v1//state/%21a%3Ab.c/../x?a=%2F'
    const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'gopher', 'x-request-id': 'forged' }
    const told = await tell(host.address, 80, { method: 'GET', target, headers })
    const [from = '', scheme, id, uri] = told.headers.match(/x-seen: (.*)/i)?.[1]?.split('|') ?? []
    expect(from).toMatch(/^10\.[\d.]+$/)
    expect({ scheme, uri }).toEqual({ scheme: 'http', uri: target })
    expect(id).toMatch(/^[0-9a-f]{32}$/)
    const line = (await must(host, `grep id=${id} /var/log/nginx/matrix.log`)).trim().split('\n')
    expect(line).toHaveLength(1)
    expect(line[0]).toContain(' to=matrix_main by="unix:/run/matrix-synapse/gate.sock" status="204" ')
    expect(line[0]).not.toMatch(/%2F|10\.\d/)
  })

  test('logs of the user go on, also of a server that has one of its own', async () => {
    const own = plainVhost.replace('listen 80 default_server;', 'listen 81; access_log /var/log/nginx/own.log;')
    await put(host, `${nginxSite}-own`, edited(own))
    await must(host, 'nginx -t && systemctl restart nginx')
    for (const port of [80, 81]) await tell(host.address, port, { method: 'GET', target: `/_matrix/x${port}` })
    const count = async (file: string, text: string) =>
      Number(await must(host, `grep -c '${text}' /var/log/nginx/${file} || true`))
    expect(await Promise.all([count('access.log', 'x80'), count('own.log', 'x80')])).toEqual([1, 0])
    expect(await Promise.all([count('access.log', 'x81'), count('own.log', 'x81')])).toEqual([0, 1])
    expect(await Promise.all([count('matrix.log', 'x80'), count('matrix.log', 'x81')])).toEqual([1, 1])
  })

  test('where nginx.conf names no log, the one that nginx writes by default goes on', async () => {
    const probe = async () => {
      const { stdout } = await host.run(nginxKind.probe([{ kind: 'nginx', id: '' }]))
      return nginxKind.read(Buffer.from(stdout), [])?.get('nginx:') as NginxState
    }
    expect(await probe()).toMatchObject({ user: 'www-data', defaultLog: false })
    await must(host, `sed -i '/access_log/d' ${nginxFolder}/nginx.conf`)
    const state = await probe()
    expect(state.defaultLog).toBe(true)
    await put(host, requestLogFile, logText(state))
    await must(host, 'nginx -t && systemctl restart nginx')
    await tell(host.address, 80, { method: 'GET', target: '/_matrix/by-default' })
    const count = (file: string) => must(host, `grep -c by-default /var/log/nginx/${file}`)
    expect(await Promise.all(['access.log', 'matrix.log'].map(count))).toEqual(['1\n', '1\n'])
  })
})

async function configure(deployment: Deployment): Promise<void> {
  await startStubs(host, deployment)
  const traffic = trafficOf(deployment, allRunning(deployment))
  await put(host, upstreamsFile, upstreamsText(traffic))
  await put(host, routesFile, routesText(traffic))
  await put(host, proxySnippet, snippetText)
  await put(host, requestLogFile, logText(null))
  await put(host, nginxSite, edited(plainVhost))
  await must(host, 'nginx -t && systemctl restart nginx')
}

const plainVhost = `server {
    listen 80 default_server;
    location / {
        proxy_pass http://127.0.0.1:8008;
    }
}
`
function edited(text: string): string {
  const listeners = [{ port: 8008, resources: [{ names: ['client', 'federation'] }] }]
  return editVhosts([{ path: nginxSite, text }], listeners)[0]?.text ?? ''
}

/** null: refused, as nginx refuses it. */
function tableWorkers(deployment: Deployment, { method, target }: Sent): readonly string[] | null {
  try {
    const request = readRequest(`${method} ${target}`)
    return serve(trafficOf(deployment, allRunning(deployment)), request).upstream.workers
  } catch {
    return null
  }
}
