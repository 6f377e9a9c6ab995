/** Headers that Synapse needs, where a place does not set them. */
import type { Directive, Found } from './parse.ts'

/**
 * What Synapse must be told of a request. Without X-Forwarded-For, a request over a UNIX socket can fail; the id stands in the logs of nginx
 * and of the worker that served it.
 */
const headers: Readonly<Record<string, string>> = {
  'X-Forwarded-For': '$remote_addr',
  'X-Forwarded-Proto': '$scheme',
  'X-Request-ID': '$request_id',
  Host: '$host:$server_port',
}

/** Lines for the place. */
export function missingHeaders(place: Found, textOf: (file: string) => string): readonly string[] {
  const scope = headerScope(place)
  const names = scope.map(({ args }) => args[0]?.toLowerCase())
  const missing = lacking(place).filter(name => !names.includes(name.toLowerCase()))
  if (missing.length === 0) return []
  return [...inherited(place, scope, textOf), ...missing.map(name => `proxy_set_header ${name} ${headers[name]};`)]
}

/** A file of proxy settings that a place includes may set headers: what it holds is its owner's business, but for the request's id. */
function lacking({ within }: Found): readonly string[] {
  const trusted = within.findLast(({ name, block = [] }) => {
    return (name === 'location' || name === 'server') && block.some(isProxySettings)
  })
  if (trusted === undefined) return Object.keys(headers)
  // A header of its own would keep the location from inheriting those of its server.
  return trusted.name === 'location' ? ['X-Request-ID'] : []
}

const isProxySettings = ({ name, args }: Directive): boolean =>
  name === 'include' && !isOurs(name, args) && /proxy/.test(args[0] ?? '')

/** `proxy_set_header` is inherited only by a level that has none of its own. */
function headerScope({ within }: Found): readonly Directive[] {
  for (const { block = [] } of within.toReversed()) {
    const own = block.filter(({ name }) => name === 'proxy_set_header')
    if (own.length > 0) return own
  }
  return []
}

/** A level that gets its first header no longer inherits: those from above are repeated. */
function inherited(
  { within }: Found,
  scope: readonly Directive[],
  textOf: (file: string) => string,
): readonly string[] {
  const isOwn = within.at(-1)?.block?.some(directive => scope.includes(directive))
  return isOwn ? [] : scope.map(({ file, start, end }) => textOf(file).slice(start, end))
}

/** The include of matrix-proxy.conf. */
export const isOurs = (name: string, [file]: readonly string[]): boolean =>
  name === 'include' && /^(\/etc\/nginx\/)?snippets\/matrix-proxy\.conf$/.test(file ?? '')
