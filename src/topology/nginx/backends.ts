/** Which `proxy_pass` leads to Synapse: by the addresses that its listeners have. */
import type { Listener } from '../model/listeners.ts'
import type { Found } from './parse.ts'

/** What `proxy_pass` says: `http://localhost:8008/_matrix` -> host and the part behind it. */
export type Passed = { readonly backend: string; readonly uri: string }

export function passed(target: string): Passed | undefined {
  const unix = target.match(/^http:\/\/unix:([^:]+)(?::(.*))?$/)
  if (unix) return { backend: `unix:${unix[1]}`, uri: unix[2] ?? '' }
  const [, backend, uri] = target.match(/^http:\/\/(\$\w+|[^/$]+)(.*)$/) ?? []
  return backend === undefined ? undefined : { backend, uri: uri ?? '' }
}

/**
 * True for `localhost:8008`, `unix:/run/x.sock`, the name of an upstream all of whose servers are Synapse's, and a variable that a map sets to
 * nothing else: so hand-made workers are led to.
 */
export function leadsToSynapse(listeners: readonly Listener[], all: readonly Found[]): (backend: string) => boolean {
  const http = listeners.filter(({ type }) => (type ?? 'http') === 'http')
  const isListener = (address: string): boolean => {
    if (address.startsWith('unix:')) return http.some(({ path }) => path === address.slice(5))
    const [, host = '', port] = address.match(/^(.*?)(?::(\d+))?$/) ?? []
    return isOwnHost(host, http) && http.some(listener => listener.port === Number(port ?? 80))
  }
  const upstreams = all
    .filter(({ directive }) => directive.name === 'upstream' && directive.block?.some(({ name }) => name === 'server'))
    .filter(({ directive }) =>
      directive.block?.filter(({ name }) => name === 'server').every(({ args }) => isListener(args[0] ?? '')),
    )
    .map(({ directive }) => directive.args[0])
  const isOne = (backend: string | undefined): boolean =>
    backend !== undefined && (upstreams.includes(backend) || isListener(backend))
  const maps = all
    .filter(({ directive }) => directive.name === 'map' && (directive.block ?? []).length > 0)
    .filter(({ directive }) => directive.block?.every(({ args }) => isOne(args[0])))
    .map(({ directive }) => directive.args[1])
  return backend => (backend.startsWith('$') ? maps.includes(backend) : isOne(backend))
}

function isOwnHost(host: string, listeners: readonly Listener[]): boolean {
  if (/^(localhost|127(\.\d+){3}|\[::1\])$/.test(host)) return true
  const bound = listeners.flatMap(({ bind_addresses: addresses = [], bind_address: address = '' }) => [
    ...addresses,
    address,
  ])
  return bound.includes(host.replace(/^\[|\]$/g, ''))
}
