/** The same routes for Caddy (2.6 and later): `swk topology --format caddy`. */
import type { Balance } from '../model/role.ts'
import { literal, pcreOf } from '../routing/pattern.ts'
import { roomPattern } from '../routing/request.ts'
import { methodsOf } from '../routing/table.ts'
import type { Line, Pin, Traffic, Upstream } from '../routing/traffic.ts'

export function caddyText(traffic: Traffic): string {
  const { main, lines } = traffic
  return `# Routes of Synapse's workers for Caddy, made by swk topology --format caddy. Put the name of your homeserver in the place of :8080.
# The user of Caddy must be in the group of the sockets, clubmatrix.
${traffic.upstreams.map(upstream => snippet(upstream, traffic)).join('\n')}
:8080 {
	route {
		# The id is in the log of the worker that served a request too, there as GET-ID.
		request_header X-Request-ID {http.request.uuid}
		# The room that a request is about, by which requests are spread.
		@room path_regexp room ${quoted(roomPattern)}
		request_header -X-Matrix-Room
		request_header @room X-Matrix-Room {re.room.1}

		# Who serves a request: the first that fits.
${lines.map((line, i) => handle(line, i + 1)).join('')}		import ${main.name}
	}
}
`
}

function handle({ route, upstream }: Line, number: number): string {
  const methods = methodsOf(route)
  const position = route.position && positions[route.position]
  return `		@${number} {
${methods ? `			method ${methods.join(' ')}\n` : ''}${position ? `			expression ${position}\n` : ''}			path_regexp ${quoted(pcreOf(route.path))}
		}
		handle @${number} {
			import ${upstream.name}
		}
`
}

/** A sync that carries no position to go on from, or asks for the full state, begins anew. */
const given =
  '({http.request.uri.query.since} != "" || {http.request.uri.query.from} != "") && {http.request.uri.query.full_state} != "true"'
const positions = { given: `\`${given}\``, none: `\`!(${given})\`` }

const quoted = (pattern: string): string => `\`${pattern}\``

/** Each route that leads to a role whose rooms have workers of their own looks at the room first. */
function snippet(upstream: Upstream, { pins, upstreams }: Traffic): string {
  const isPool = upstreams.includes(upstream) && !pins.some(pin => pin.upstream === upstream)
  const own = isPool ? pins.filter(({ role }) => role === upstream.role) : []
  return `(${upstream.name}) {
${own.map(pinned).join('')}${proxy(upstream)}}
`
}

function pinned({ room, upstream }: Pin, i: number): string {
  return `	@pinned${i + 1} header_regexp X-Matrix-Room ${quoted(pcreOf(`^${literal(room)}$`))}
	handle @pinned${i + 1} {
		import ${upstream.name}
	}
`
}

const policies: Readonly<Record<Balance, string>> = {
  user: 'header Authorization',
  room: 'header X-Matrix-Room',
  source: 'ip_hash',
  uri: 'uri_hash',
  'least-connections': 'least_conn',
}

/** Waits up to the time that a process takes to restart. Its own X-Forwarded-For is the address that asks. */
function proxy({ balance, sockets }: Upstream): string {
  return `	reverse_proxy ${sockets.map(path => `unix/${path}`).join(' ')} {
${sockets.length > 1 ? `		lb_policy ${policies[balance]}\n` : ''}		lb_try_duration 15s
		header_up -X-Matrix-Room
	}
`
}
