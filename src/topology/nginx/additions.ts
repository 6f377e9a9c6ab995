/** What a place that leads to Synapse must have beside its `proxy_pass`: headers, and when a request is tried again. */
import type { Directive, Found } from './parse.ts'
import type { Splice } from './vhost.ts'

/** What Synapse must be told of a request. Without X-Forwarded-For, a request over a UNIX socket can fail. */
const headers: Readonly<Record<string, string>> = {
  'X-Forwarded-For': '$remote_addr',
  'X-Forwarded-Proto': '$scheme',
  Host: '$host:$server_port',
}

const include = 'include snippets/matrix-proxy.conf;'

/** Text of snippets/matrix-proxy.conf. */
export const snippetText = `# What was under way to main when it stopped fails with 502 in the worker that asked it: such a request is tried
# again where that does no harm (GET, PUT, DELETE), and then waits until main is back.
proxy_next_upstream error timeout http_502;
`

/** Lines that a place lacks, put behind its `proxy_pass`. */
export function additions(place: Found, text: string): readonly Splice[] {
  // nginx allows neither inside `if` and `limit_except`.
  if (place.within.at(-1)?.name !== 'location') return []
  const lines = [...(hasRetries(place) ? [] : [include]), ...missingHeaders(place, text)]
  const { start, end } = place.directive
  const indent = text.slice(text.lastIndexOf('\n', start) + 1, start).match(/^[ \t]*/)?.[0] ?? ''
  return lines.length === 0 ? [] : [{ at: end, end, text: lines.map(line => `\n${indent}${line}`).join('') }]
}

/** Its own rules for retries are its owner's. */
function hasRetries({ within }: Found): boolean {
  const own = within.at(-1)?.block ?? []
  return own.some(({ name, args }) => name === 'proxy_next_upstream' || isOurs(name, args))
}

const isOurs = (name: string, [file]: readonly string[]): boolean =>
  name === 'include' && /^(\/etc\/nginx\/)?snippets\/matrix-proxy\.conf$/.test(file ?? '')

function missingHeaders(place: Found, text: string): readonly string[] {
  if (trustsInclude(place)) return []
  const scope = headerScope(place)
  const names = scope.map(({ args }) => args[0]?.toLowerCase())
  const missing = Object.keys(headers).filter(name => !names.includes(name.toLowerCase()))
  if (missing.length === 0) return []
  return [...inherited(place, scope, text), ...missing.map(name => `proxy_set_header ${name} ${headers[name]};`)]
}

/** `proxy_set_header` is inherited only by a level that has none of its own. */
function headerScope({ within }: Found): readonly Directive[] {
  for (const { block = [] } of within.toReversed()) {
    const own = block.filter(({ name }) => name === 'proxy_set_header')
    if (own.length > 0) return own
  }
  return []
}

/** A level that gets its first header no longer inherits: those from above are repeated. */
function inherited({ within }: Found, scope: readonly Directive[], text: string): readonly string[] {
  const isOwn = within.at(-1)?.block?.some(directive => scope.includes(directive))
  return isOwn ? [] : scope.map(({ start, end }) => text.slice(start, end))
}

/** A file of proxy settings that a place includes may set headers; what it holds is its owner's business. */
function trustsInclude({ within }: Found): boolean {
  return within
    .filter(({ name }) => name === 'location' || name === 'server')
    .flatMap(({ block = [] }) => block)
    .some(({ name, args }) => name === 'include' && !isOurs(name, args) && /proxy/.test(args[0] ?? ''))
}
