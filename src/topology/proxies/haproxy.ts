/** The same routes for HAProxy (2.6 and later): `swk topology --format haproxy`. */
import { clubGroup } from '../model/paths.ts'
import type { Balance } from '../model/role.ts'
import { literal, pcreOf } from '../routing/pattern.ts'
import { roomPattern } from '../routing/request.ts'
import { methodsOf } from '../routing/table.ts'
import type { Line, Pin, Traffic, Upstream } from '../routing/traffic.ts'

export function haproxyText({ main, lines, pins, upstreams }: Traffic): string {
  return `# Routes of Synapse's workers for HAProxy, made by swk topology --format haproxy. Put your own \`bind\` lines (with TLS) into the frontend.
global
    # The sockets are this group's, and outside of any chroot.
    user haproxy
    group ${clubGroup}
    maxconn 4096
    log stdout format raw local0

defaults
    mode http
    log global
    # The request's id is in the log of the worker that served it too, there as GET-ID.
    log-format "%tr id=%ID to=%b by=%s answered=%ST in=%Ta %HM %HPO"
    timeout connect 10s
    timeout client 10m
    # A sync waits until there is something to tell; one that begins anew can take minutes.
    timeout server 10m
    retries 3
    option redispatch
    retry-on conn-failure empty-response 502

frontend matrix
    bind 127.0.0.1:8080
    http-request del-header X-Request-ID
    unique-id-format %[uuid()]
    unique-id-header X-Request-ID
    http-request set-header X-Forwarded-For %[src]
    http-request set-header X-Forwarded-Proto https if { ssl_fc }
    http-request set-header X-Forwarded-Proto http unless { ssl_fc }
    # What changes something is not sent twice.
    http-request disable-l7-retry unless METH_GET

    http-request set-var(txn.path) path,url_dec,regsub(/+,/,g)
    http-request set-var(txn.token) req.hdr(authorization)
    http-request set-var(txn.token) url_param(access_token) unless { req.hdr(authorization) -m found }
    # The room that a request is about.
    http-request set-var(txn.room) var(txn.path)
    http-request set-var(txn.room) 'var(txn.path),regsub("^.*?${roomPattern}.*$","\\1")' if { var(txn.path) -m reg ${roomPattern.replace(/[()]/g, '')} }
    # A sync that carries no position to go on from, or asks for the full state, begins anew.
    http-request set-var(txn.position) str(none)
    http-request set-var(txn.position) str(given) if { url_param(since) -m len gt 0 } || { url_param(from) -m len gt 0 }
    http-request set-var(txn.position) str(none) if { url_param(full_state) -m str true }

    # Who serves a request: the first line that fits.
${lines.flatMap(line => useLines(line, pins)).join('')}    default_backend ${main.name}
${upstreams.map(backend).join('')}`
}

function useLines(line: Line, pins: readonly Pin[]): readonly string[] {
  const condition = conditionOf(line)
  const own = pins.filter(({ role }) => role === line.role)
  return [
    ...own.map(
      ({ room, upstream }) =>
        `    use_backend ${upstream.name} if ${condition} { var(txn.room) -m reg ${quoted(pcreOf(`^${literal(room)}$`))} }\n`,
    ),
    `    use_backend ${line.upstream.name} if ${condition}\n`,
  ]
}

function conditionOf({ route }: Line): string {
  const methods = methodsOf(route)
  return [
    ...(methods ? [`{ method ${methods.join(' ')} }`] : []),
    ...(route.position ? [`{ var(txn.position) -m str ${route.position} }`] : []),
    `{ var(txn.path) -m reg ${quoted(pcreOf(route.path))} }`,
  ].join(' ')
}

/** In single quotes HAProxy takes nothing apart. */
const quoted = (pattern: string): string => `'${pattern}'`

const balances: Readonly<Record<Balance, string>> = {
  user: 'balance hash var(txn.token)\n    hash-type consistent',
  room: 'balance hash var(txn.room)\n    hash-type consistent',
  source: 'balance source\n    hash-type consistent',
  uri: 'balance uri whole\n    hash-type consistent',
  'least-connections': 'balance leastconn',
}

function backend({ name, balance, workers, sockets }: Upstream): string {
  const servers = workers.map((worker, i) => `    server ${worker} unix@${sockets[i]}\n`)
  return `
backend ${name}
${workers.length > 1 ? `    ${balances[balance]}\n` : ''}${servers.join('')}`
}
