/** `METHOD URL`, as people and logs write it -> what nginx makes of it, and by what it is routed. */

export type Request = {
  /** As it was given. */
  readonly request: string
  readonly method: string
  /** As nginx's `$uri`: decoded, slashes merged, dots resolved, without the query. */
  readonly path: string
  /** Without the `?`. */
  readonly query: string
}

/** Throws Error with a reason where nginx would not take it either. `HTTP/1.1` behind the URL is passed over. */
export function readRequest(text: string): Request {
  const request = text.trim()
  const [method = '', url, ...rest] = request.split(/\s+/)
  const isOver = rest.length === 0 || (rest.length === 1 && /^HTTP\/\d(\.\d)?$/.test(rest[0] ?? ''))
  if (url === undefined || !isOver) throw new Error(`a request is METHOD URL, as GET /_matrix/client/versions`)
  if (!/^[A-Z_-]+$/.test(method)) throw new Error(`\`${method}\` is not a method; expected capitals, for example GET`)
  const [, target = ''] = url.match(/^https?:\/\/[^/?#]+(.*)$/i) ?? ['', url]
  const [, path = '', query = ''] = target.match(/^([^?#]*)(?:\?([^#]*))?/) ?? []
  if (path === '' && target !== url) return { request, method, path: '/', query }
  if (!path.startsWith('/')) throw new Error(`\`${url}\` is neither a path that starts with / nor an http URL`)
  return { request, method, path: normal(decoded(path)), query }
}

function decoded(path: string): string {
  const bad = path.match(/%(?![0-9a-f]{2}).{0,2}|%00/i)
  if (bad) throw new Error(`\`${bad[0]}\` is not a character of a URL`)
  const bytes = Buffer.from(path)
    .toString('latin1')
    .replace(/%(..)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function normal(path: string): string {
  const parts: string[] = []
  const segments = path.split('/').slice(1)
  for (const [i, segment] of segments.entries()) {
    const isLast = i === segments.length - 1
    if (segment === '..' && parts.pop() === undefined) throw new Error('the path leads out of the root')
    if (segment !== '' && segment !== '.' && segment !== '..') parts.push(segment)
    else if (isLast) parts.push('')
  }
  return `/${parts.join('/')}`
}

/** A sync without a position to go on from, or with `full_state=true`, begins anew. */
export function positionOf({ query }: Pick<Request, 'query'>): 'given' | 'none' {
  if (argument(query, 'full_state') === 'true') return 'none'
  return argument(query, 'since') === '' && argument(query, 'from') === '' ? 'none' : 'given'
}

/** As nginx's `$arg_NAME`: the first that has an `=`, whatever the case of its name; not decoded. */
export function argument(query: string, name: string): string {
  const start = `${name.toLowerCase()}=`
  const found = query.split('&').find(part => part.toLowerCase().startsWith(start))
  return found?.slice(start.length) ?? ''
}

/** The room that a path is about: what begins with `!`. */
export const roomPattern = '/(![^/]+)'

export const roomOf = ({ path }: Pick<Request, 'path'>): string | undefined => path.match(roomPattern)?.[1]
