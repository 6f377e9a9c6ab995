/** conf.d/matrix-upstreams.conf: where requests can go. */
import { managed } from '../model/paths.ts'
import type { Balance } from '../model/role.ts'
import { roomPattern } from '../routing/request.ts'
import type { Traffic, Upstream } from '../routing/traffic.ts'

export function upstreamsText(traffic: Traffic): string {
  return managed(`
# Each server is listed twice, so that nginx retries an idempotent request that was in progress when a process
# stopped, also if the second attempt fails because a worker lost its connection to the main process.
# At a holding socket a request waits until the process is back. max_fails=0: slow answers disable no server.
${keys(traffic)}${traffic.upstreams.map(upstreamText).join('')}`)
}

/** By what requests are spread. */
function keys({ upstreams, pins }: Traffic): string {
  const used = new Set(upstreams.filter(({ sockets }) => sockets.length > 1).map(({ balance }) => balance))
  return `${used.has('user') ? tokenMap : ''}${used.has('room') || pins.length > 0 ? roomMap : ''}`
}

const tokenMap = `
# All requests of a device, identified by its token, go to one worker.
map $http_authorization $matrix_token {
    default $http_authorization;
    "" $arg_access_token;
}
`
const roomMap = `
# The room of a request, if its path names one.
map $uri $matrix_room {
    default $uri;
    "~${roomPattern.replace('(', '(?<matrix_room_id>')}" $matrix_room_id;
}
`

const methods: Readonly<Record<Balance, string>> = {
  source: 'hash $remote_addr consistent;',
  uri: 'hash $request_uri consistent;',
  user: 'hash $matrix_token consistent;',
  room: 'hash $matrix_room consistent;',
  'least-connections': 'least_conn;',
}

function upstreamText({ name, balance, sockets, workers }: Upstream): string {
  const isAlone = sockets.length === 1
  const servers = [...sockets, ...sockets].map(path => `    server unix:${path} max_fails=0;\n`)
  return `
# ${workers.join(', ')}
upstream ${name} {
${isAlone ? '' : `    ${methods[balance]}\n`}${servers.join('')}}
`
}
