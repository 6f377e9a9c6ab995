import { expect, test } from 'vitest'
import { rolesOf } from '../../../src/topology/model/deployment.ts'
import { readRequest } from '../../../src/topology/routing/request.ts'
import { routesInOrder } from '../../../src/topology/routing/table.ts'
import { answer, answerText } from '../../../src/topology/show/request.ts'
import { exampleOf, routeOf } from '../routing/requests.ts'
import { deploymentOf, fourRoles } from '../support.ts'
import { viewFrom } from './support.ts'

const view = viewFrom(fourRoles)
const ask = (request: string) => answer(readRequest(request), view)

test('a worker serves what a line of the map names, and the line is told with the route of its role', () => {
  const { because, ...rest } = ask('GET https://example.org/_matrix/client/v3/sync?since=1')
  expect(rest).toEqual({
    request: 'GET https://example.org/_matrix/client/v3/sync?since=1',
    role: 'client-sync',
    workers: ['clientsync1', 'clientsync2'],
  })
  expect(because).toMatch(
    /^\/etc\/nginx\/conf\.d\/matrix-routes\.conf:\d+: "~.*sync.*" matrix_client_sync; \(route 1 of src\/topology\/model\/roles\/client-sync\.ts\)$/,
  )
  const line = Number(because.split(':')[1])
  const file = view.files.find(({ path }) => path === '/etc/nginx/conf.d/matrix-routes.conf')
  expect(because).toContain(file?.text.split('\n')[line - 1]?.trim())
})

test('main serves what no line names', () => {
  expect(ask('POST /_matrix/client/v3/login')).toEqual({
    request: 'POST /_matrix/client/v3/login',
    role: 'main',
    workers: ['main'],
    because: expect.stringMatching(
      /^\/etc\/nginx\/conf\.d\/matrix-routes\.conf:\d+: default matrix_main; \(no other line names it\)$/,
    ),
  })
})

test("without workers all is main's", () => {
  const none = viewFrom('synapse: { workers: {} }')
  expect(answer(readRequest('GET /_matrix/client/v3/sync'), none)).toMatchObject({
    role: 'main',
    workers: ['main'],
  })
})

test('the examples of all routes are answered as the table of routes says', () => {
  const roles = rolesOf(deploymentOf(fourRoles))
  for (const { route } of routesInOrder(roles)) {
    const { method, url } = exampleOf(route)
    const taken = routeOf(roles, readRequest(`${method} ${url}`))
    const nth = taken?.role ? taken.role.routes.indexOf(taken.route) + 1 : 0
    expect(ask(`${method} ${url}`)).toMatchObject({
      role: taken?.role?.name ?? 'main',
      because: expect.stringContaining(
        taken?.role
          ? `(route ${nth} of src/topology/model/roles/${taken.role.name}.ts)`
          : 'src/topology/model/api/main-only.ts',
      ),
    })
  }
})

test("what is main's alone says why, and a room with a worker of its own says by which line", () => {
  const pinned = viewFrom('synapse: { workers: { roomworker: { count: 2, rooms: { "!busy:b.c": 2 } } } }')
  const to = (request: string) => answer(readRequest(request), pinned)
  const logout = to('POST /_matrix/client/v3/logout')
  expect(logout).toMatchObject({ role: 'main', workers: ['main'] })
  expect(logout.because).toMatch(
    /^\/etc\/nginx\/conf\.d\/matrix-routes\.conf:\d+: .* matrix_main; \(main's alone by .*: no worker has it/,
  )
  const busy = to('GET /_matrix/client/v3/rooms/%21busy:b.c/members')
  expect(busy).toMatchObject({ role: 'roomworker', workers: ['roomworker2'] })
  expect(busy.because).toMatch(
    /:\d+: .* \$matrix_roomworker;; .*:\d+: "~\^!busy:b\\.c\\z" matrix_room_roomworker2; \(route 1 of /,
  )
  expect(to('GET /_matrix/client/v3/rooms/!other:b.c/members')).toMatchObject({ workers: ['roomworker1'] })
})

test('behind another proxy, the routes of the roles are what says it', () => {
  const other = viewFrom('synapse: { nginx: false, workers: { client-sync: 2 } }')
  expect(answer(readRequest('GET /_matrix/client/v3/sync'), other)).toMatchObject({
    workers: ['clientsync1', 'clientsync2'],
    because: 'route 1 of src/topology/model/roles/client-sync.ts',
  })
  expect(answer(readRequest('GET /x'), other).because).toBe('no route names it: main')
})

test('for people it is three lines', () => {
  const text = answerText({ request: 'GET /x', role: 'pusher', workers: ['pusher1', 'pusher2'], because: 'f:1: x' })
  expect(text).toBe('GET /x\n  pusher: pusher1, pusher2\n  f:1: x\n')
  expect(answerText(ask('GET /x'))).toBe(`GET /x\n  main\n  ${ask('GET /x').because}\n`)
})
