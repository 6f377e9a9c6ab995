/** `METHOD URL`, as people and logs write it -> what nginx has of it in its variables. */
import type { Variables } from './nginx.ts'

export type RequestLine = {
  /** As it was given. */
  readonly request: string
  readonly method: string
  /** As nginx's `$uri`: decoded, slashes merged, dots resolved, without the query. */
  readonly path: string
  /** Without the `?`. */
  readonly query: string
}

/** Throws Error with a reason where nginx would not take it either. `HTTP/1.1` behind the URL is passed over. */
export function readRequestLine(text: string): RequestLine {
  const request = text.trim()
  const [method = '', url, ...rest] = request.split(/\s+/)
  const isOver = rest.length === 0 || (rest.length === 1 && /^HTTP\/\d(\.\d)?$/.test(rest[0] ?? ''))
  if (url === undefined || !isOver) throw new Error(`a request is METHOD URL, as GET /_matrix/client/versions`)
  if (!/^[A-Z]+$/.test(method)) throw new Error(`\`${method}\` is no method; methods are in capitals, as GET`)
  const [, target = ''] = url.match(/^https?:\/\/[^/?#]+(.*)$/i) ?? ['', url]
  const [, path = '', query = ''] = target.match(/^([^?#]*)(?:\?([^#]*))?/) ?? []
  if (path === '' && target !== url) return { request, method, path: '/', query }
  if (!path.startsWith('/')) throw new Error(`\`${url}\` is neither a path that begins with / nor an http URL`)
  return { request, method, path: normal(decoded(path)), query }
}

function decoded(path: string): string {
  const bad = path.match(/%(?![0-9a-f]{2}).{0,2}|%00/i)
  if (bad) throw new Error(`\`${bad[0]}\` is no character of a URL`)
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

/** nginx's own variables for the request; a header is not there. */
export function variablesOf({ method, path, query }: RequestLine): Variables {
  const known: Readonly<Record<string, string>> = {
    request_method: method,
    uri: path,
    args: query,
    query_string: query,
    is_args: query === '' ? '' : '?',
    request_uri: query === '' ? path : `${path}?${query}`,
  }
  return name => known[name] ?? (name.startsWith('arg_') ? argument(query, name.slice(4)) : '')
}

function argument(query: string, name: string): string {
  const found = query.split('&').find(part => part.split('=')[0]?.toLowerCase() === name.toLowerCase())
  return found?.slice(name.length + 1) ?? ''
}
