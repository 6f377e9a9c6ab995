/** conf.d/matrix-upstreams.conf: where requests can go. */
import type { Worker } from '../deployment.ts'
import { gateSocket, inboundSocket, managed } from '../layout.ts'
import type { Balance, Role } from '../role.ts'

export const mainUpstream = 'matrix_main'
export const upstreamOf = (role: Role): string => `matrix_${role.name.replaceAll('-', '_')}`

/** `running`: the workers that serve requests, by role. */
export function upstreamsText(running: ReadonlyMap<Role, readonly Worker[]>): string {
  const workers = [...running].filter(([role]) => role.routes.length > 0).map(([role, list]) => upstream(role, list))
  return managed(`${main}${keys(running)}${workers.join('')}`)
}

const main = `
# The main process, behind its gate. It is named twice: a request that was under way when main stopped is
# tried again where that does no harm, and waits at the gate until main is back.
upstream ${mainUpstream} {
    server unix:${gateSocket} max_fails=0;
    server unix:${gateSocket} max_fails=0;
}
`

/** By what requests are spread. */
function keys(running: ReadonlyMap<Role, readonly Worker[]>): string {
  const used = new Set([...running.keys()].map(role => role.balance))
  return [...used].map(balance => maps[balance] ?? '').join('')
}

const maps: Readonly<Partial<Record<Balance, string>>> = {
  user: `
# A device is known by its token: its requests go to one worker.
map $http_authorization $matrix_token {
    default $http_authorization;
    "" $arg_access_token;
}
`,
  room: `
# The room that a request is about.
map $uri $matrix_room {
    default $uri;
    "~^/_matrix/client/[^!]*/rooms/(?<matrix_room_client>[^/]+)" $matrix_room_client;
    "~^/_matrix/[^!]*/(?<matrix_room_id>![^/]+)" $matrix_room_id;
}
`,
}

const methods: Readonly<Record<Balance, string>> = {
  source: 'hash $remote_addr consistent;',
  uri: 'hash $request_uri consistent;',
  user: 'hash $matrix_token consistent;',
  room: 'hash $matrix_room consistent;',
  'least-connections': 'least_conn;',
}

/** `max_fails=0`: one slow answer must not take a worker out. A worker that is alone is named twice, as main is. */
function upstream(role: Role, workers: readonly Worker[]): string {
  const named = workers.length === 1 ? [...workers, ...workers] : workers
  const servers = named.map(({ name }) => `    server unix:${inboundSocket(name)} max_fails=0;\n`).join('')
  return `
upstream ${upstreamOf(role)} {
    ${methods[role.balance]}
${servers}}
`
}
