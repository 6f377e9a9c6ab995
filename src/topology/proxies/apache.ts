/** The same routes for Apache (2.4.39 and later): `swk topology --format apache`. */
import { clubGroup } from '../model/paths.ts'
import type { Balance } from '../model/role.ts'
import { literal, pcreOf } from '../routing/pattern.ts'
import { roomPattern } from '../routing/request.ts'
import { methodsOf } from '../routing/table.ts'
import type { Line, Pin, Traffic, Upstream } from '../routing/traffic.ts'

export function apacheText(traffic: Traffic): string {
  const { main, upstreams } = traffic
  const rules = traffic.lines.flatMap(line => rulesOf(line, traffic.pins))
  const routes = rules.map(({ conditions, to }, i) => {
    const skip = rules.length - 1 - i
    return `${conditions.map(condition => `    RewriteCond ${condition}\n`).join('')}    RewriteRule ^ - [E=matrix_to:${to}${skip > 0 ? `,S=${skip}` : ''}]\n`
  })
  return `# Routes of Synapse's workers for Apache, made by swk topology --format apache. Put your own address, ServerName and TLS into the virtual host.
# a2enmod proxy proxy_http proxy_balancer lbmethod_byrequests slotmem_shm rewrite headers unique_id
# The user of Apache must be in the group of the sockets: adduser www-data ${clubGroup}
${upstreams.flatMap(balancers).join('')}
Listen 127.0.0.1:8080
<VirtualHost 127.0.0.1:8080>
    AllowEncodedSlashes NoDecode
    ProxyPreserveHost On
    # A sync waits until there is something to send; one that starts anew can take minutes.
    ProxyTimeout 600
    # Apache adds the address of the client itself.
    RequestHeader unset X-Forwarded-For
    RequestHeader set X-Forwarded-Proto expr=%{REQUEST_SCHEME}
    # The id is in the log of the worker that served a request too, there as GET-ID.
    RequestHeader set X-Request-ID "expr=%{md5:%{reqenv:UNIQUE_ID}}"

    RewriteEngine On
    RewriteMap unescape int:unescape
    # The path as it was sent: Synapse's signatures cover it.
    RewriteCond %{THE_REQUEST} "^\\S+ (?:https?://[^/ ]+)?(/[^ ?]*)"
    RewriteRule ^ - [E=matrix_raw:%1,E=matrix_path:\${unescape:%1}]
${merge.repeat(3)}    # A device is known by its token: its requests go to one worker.
    RewriteCond %{QUERY_STRING} "${first('access_token')}([^&]*)" [NC]
    RewriteRule ^ - [E=matrix_user:%1]
    RewriteCond %{HTTP:Authorization} "^(.+)$"
    RewriteRule ^ - [E=matrix_user:%1]
    # The room that a request is about.
    RewriteRule ^ - [E=matrix_room:%{ENV:matrix_path}]
    RewriteCond %{ENV:matrix_path} "${roomPattern}"
    RewriteRule ^ - [E=matrix_room:%1]
    # A sync that carries no position to go on from, or asks for the full state, starts anew.
    RewriteRule ^ - [E=matrix_position:none]
    RewriteCond %{QUERY_STRING} "${first('(?:since|from)')}[^&]" [NC]
    RewriteRule ^ - [E=matrix_position:given]
    RewriteCond %{QUERY_STRING} "${first('full_state')}true(?:&|$)" [NC]
    RewriteRule ^ - [E=matrix_position:none]

    # Who serves a request: the first that fits.
    RewriteRule ^ - [E=matrix_to:${main.name}]
${routes.join('')}
    # Of several workers, the one that the hash of the user, the room or the address selects.
${upstreams.flatMap(choices).join('')}
    RewriteRule ^ balancer://%{ENV:matrix_to}%{ENV:matrix_raw} [P,NE,L]
</VirtualHost>
`
}

const merge = `    RewriteCond %{ENV:matrix_path} "^(.*?)//+(.*)$"
    RewriteRule ^ - [E=matrix_path:%1/%2]
`

/** The first argument of that name that a query has. */
const first = (name: string): string => `^(?:(?!${name}=)[^&]*&)*${name}=`

type Rule = { readonly conditions: readonly string[]; readonly to: string }

function rulesOf({ role, route, upstream }: Line, pins: readonly Pin[]): readonly Rule[] {
  const methods = methodsOf(route)
  const conditions = [
    ...(methods ? [`%{REQUEST_METHOD} "^(${methods.join('|')})$"`] : []),
    ...(route.position ? [`%{ENV:matrix_position} "^${route.position}$"`] : []),
    `%{ENV:matrix_path} ${quoted(pcreOf(route.path))}`,
  ]
  const own = pins.filter(pin => pin.role === role)
  return [
    ...own.map(({ room, upstream }) => ({
      conditions: [...conditions, `%{ENV:matrix_room} ${quoted(pcreOf(`^${literal(room)}$`))}`],
      to: upstream.name,
    })),
    { conditions, to: upstream.name },
  ]
}

/** Apache reads two backslashes as one. */
const quoted = (pattern: string): string => `"${pattern.replaceAll('\\\\', '\\\\\\\\')}"`

const nameOf = ({ name, workers }: Upstream, i: number): string => (workers.length > 1 ? `${name}_${i + 1}` : name)

/** One for each worker, which the others of its role stand in for. */
function balancers(upstream: Upstream): readonly string[] {
  const { workers, sockets } = upstream
  const member = (i: number, options: string): string =>
    `    BalancerMember "unix:${sockets[i]}|http://${workers[i]}" retry=0 disablereuse=On${options}\n`
  return workers.map((_, i) => {
    const others = workers.flatMap((_, j) => (j === i ? [] : [member(j, ' status=+H')]))
    return `<Proxy "balancer://${nameOf(upstream, i)}">\n${member(i, '')}${others.join('')}</Proxy>\n`
  })
}

const keys: Readonly<Record<Balance, string>> = {
  ...{ user: "reqenv('matrix_user')", room: "reqenv('matrix_room')", source: '%{REMOTE_ADDR}' },
  ...{ uri: '%{THE_REQUEST}', 'least-connections': "reqenv('UNIQUE_ID')" },
}

function choices(upstream: Upstream): readonly string[] {
  const { name, workers, balance } = upstream
  if (workers.length === 1) return []
  return workers.map((_, i) => {
    const digits = hexBetween(Math.floor((i * 256) / workers.length), Math.floor(((i + 1) * 256) / workers.length))
    return `    RewriteCond %{ENV:matrix_to} "^${name}$"
    RewriteCond expr "md5(${keys[balance]}) =~ /^(?:${digits})/"
    RewriteRule ^ - [E=matrix_to:${nameOf(upstream, i)}]
`
  })
}

/** The two-digit numbers from `from` up to, not including, `to`, as a pattern: `0[0-9a-f]|1[0-4]`. */
function hexBetween(from: number, to: number): string {
  const all = Array.from({ length: to - from }, (_, i) => (from + i).toString(16).padStart(2, '0'))
  const byFirst = Object.entries(Object.groupBy(all, digits => digits[0] ?? ''))
  return byFirst.map(([digit, pairs = []]) => `${digit}[${pairs.map(pair => pair[1]).join('')}]`).join('|')
}
