/** Where Synapse is asked as its users ask it: the vhosts of nginx that lead there, or what else stands at its public address. */
import type { HostView } from '../../../engine/module.ts'
import { port, see } from '../../../sdk/refs.ts'
import { type Deployment, isMonolith } from '../../model/deployment.ts'
import { readSetting } from '../../model/effective-config.ts'
import type { Facts } from '../../model/facts.ts'
import { type Endpoint, findEndpoints } from '../../nginx/endpoint.ts'
import { stoppedAs } from '../../nginx/service.ts'
import { filesOf, wholeConfig } from '../../nginx/vhosts.ts'

export function entrances(deployment: Deployment, facts: Facts, observed: HostView): readonly Endpoint[] {
  if (deployment.proxy === 'other' || facts.nginx === null) return publicEntrance(facts, observed)
  const others = isReplaced(deployment, observed) ? publicEntrance(facts, observed) : []
  return others.length > 0 ? others : findEndpoints(wholeConfig(facts, observed), facts.serverName ?? 'localhost')
}

/** A monolith may have another proxy than the nginx that is installed. */
const isReplaced = (deployment: Deployment, observed: HostView): boolean =>
  isMonolith(deployment) && stoppedAs(observed) !== undefined

/** Those at which swk has what a request needs. */
export const askable = (entrances: readonly Endpoint[]): readonly Endpoint[] =>
  entrances.filter(({ obstacle }) => obstacle === undefined)

/** Where it is reached, as data. */
export const doorOf = ({ address, port, tls, host }: Endpoint) => ({ address, port, tls, host })

/** `https://example.org:443` */
export const urlOf = ({ port, tls, host }: Endpoint): string => `${tls ? 'https' : 'http'}://${host}:${port}`

/** `https://example.org:443 (127.0.0.1)` */
export const placeOf = (entrance: Endpoint): string => `${urlOf(entrance)} (${entrance.address})`

/** Whether requests reach workers already, as far as files tell. */
export function isRouted(deployment: Deployment, facts: Facts, observed: HostView): boolean {
  if (deployment.proxy === 'other' || facts.nginx === null) return facts.workers.length > 0
  return findEndpoints(filesOf(facts, observed), '').length > 0
}

/**
 * `public_baseurl` where it is set, else HTTPS and HTTP of the server's own name. Asked on the host itself where somebody listens at
 * that port; else at the public name, since the proxy may be another machine. What of the paths it leads to Synapse is not known: those
 * that clients and servers need.
 */
function publicEntrance(facts: Facts, observed: HostView): readonly Endpoint[] {
  const leads = (path: string): boolean => path.startsWith('/_matrix/')
  const set = readSetting(facts.files, 'public_baseurl')
  const url = typeof set === 'string' && URL.canParse(set) ? new URL(set) : null
  if (url !== null) {
    const tls = url.protocol === 'https:'
    const number = Number(url.port || (tls ? 443 : 80))
    const address = listensAt(number, observed) ?? url.hostname
    return [{ address, port: number, tls, host: url.hostname, leads }]
  }
  const host = facts.serverName ?? 'localhost'
  return [443, 80].flatMap(number => {
    const address = listensAt(number, observed)
    return address === undefined ? [] : [{ address, port: number, tls: number === 443, host, leads }]
  })
}

function listensAt(number: number, observed: HostView): string | undefined {
  const [address] = see(observed, port(number))?.addresses ?? []
  if (address === undefined) return undefined
  if (address === '0.0.0.0') return '127.0.0.1'
  return address === '::' ? '::1' : address
}
