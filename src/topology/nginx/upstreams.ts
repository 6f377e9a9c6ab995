/** conf.d/matrix-upstreams.conf: where requests can go. */
import { managed } from '../model/paths.ts'
import type { Balance } from '../model/role.ts'
import { roomPattern } from '../routing/request.ts'
import type { Traffic, Upstream } from '../routing/traffic.ts'

export function upstreamsText(traffic: Traffic): string {
  return managed(`
# Each is named twice: a request that was under way when a process stopped is tried again where that does no
# harm, there or at another, also where a worker fails once more on a connection to main that is gone by then.
# At a gate it waits until the process behind it is back. No slow answer takes a process out.
${keys(traffic)}${traffic.upstreams.map(upstreamText).join('')}`)
}

/** By what requests are spread. */
function keys({ upstreams, pins }: Traffic): string {
  const used = new Set(upstreams.filter(({ sockets }) => sockets.length > 1).map(({ balance }) => balance))
  return `${used.has('user') ? tokenMap : ''}${used.has('room') || pins.length > 0 ? roomMap : ''}`
}

const tokenMap = `
# A device is known by its token: its requests go to one worker.
map $http_authorization $matrix_token {
    default $http_authorization;
    "" $arg_access_token;
}
`
const roomMap = `
# The room that a request is about.
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
