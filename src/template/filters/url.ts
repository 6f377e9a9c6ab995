/** Python's urlsplit. Pure. */
import { PythonError } from '../failure.ts'

export function urlParts(given: string) {
  let rest = given.replace(/[\t\r\n]/g, '').replace(/^[\x00-\x20]+/, '')
  let scheme = ''
  const named = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(rest)
  if (named) {
    scheme = (named[1] as string).toLowerCase()
    rest = rest.slice(named[0].length)
  }
  let netloc = ''
  if (rest.startsWith('//')) {
    const end = rest.slice(2).search(/[/?#]/)
    netloc = end < 0 ? rest.slice(2) : rest.slice(2, end + 2)
    rest = end < 0 ? '' : rest.slice(end + 2)
    if (netloc.includes('[') !== netloc.includes(']')) throw new PythonError('Invalid IPv6 URL')
  }
  const hash = rest.indexOf('#')
  const fragment = hash < 0 ? '' : rest.slice(hash + 1)
  if (hash >= 0) rest = rest.slice(0, hash)
  const mark = rest.indexOf('?')
  const query = mark < 0 ? '' : rest.slice(mark + 1)
  const path = mark < 0 ? rest : rest.slice(0, mark)
  const at = netloc.lastIndexOf('@')
  const user = at < 0 ? undefined : netloc.slice(0, at)
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(netloc.slice(at + 1)) ?? []
  const colon = user?.indexOf(':') ?? -1
  if (port !== undefined && port !== '' && !/^\d+$/.test(port))
    throw new PythonError(`Port could not be cast to integer value as '${port}'`)
  return {
    fragment,
    hostname: (bracketed ?? plain ?? '').toLowerCase() || null,
    netloc,
    password: user === undefined || colon < 0 ? null : user.slice(colon + 1),
    path,
    port: port ? Number(port) : null,
    query,
    scheme,
    username: user === undefined ? null : colon < 0 ? user : user.slice(0, colon),
  }
}
