/** Which hosts in a `proxy_pass` are this one. */
import type { NginxState } from '../../resources/nginx/index.ts'
import type { Listener } from '../model/listeners.ts'

export type OwnAddresses = Pick<NginxState, 'addresses' | 'names'>

const loopback = /^(localhost|127(\.\d+){3}|::1)$/
const wildcards: readonly string[] = ['0.0.0.0', '::', '']

/** Undefined for a name that only DNS knows. */
export function isOwnAddress(
  host: string,
  listeners: readonly Listener[],
  { addresses = [], names = [] }: OwnAddresses,
): boolean | undefined {
  const plain = host.replace(/^\[|\]$/g, '')
  if (loopback.test(plain) || plain === '0.0.0.0' || plain === '::') return true
  if (listeners.some(listener => boundTo(listener).includes(plain))) return true
  if (isIp(plain)) return addresses.includes(plain) && listeners.some(isOnAll)
  const known = names.filter(line => line.split(' ')[1] === plain).map(line => line.split(' ')[0] ?? '')
  if (known.length === 0) return undefined
  return known.some(address => isOwnAddress(address, listeners, { addresses }))
}

const isIp = (host: string): boolean => host.includes(':') || /^\d+(\.\d+){3}$/.test(host)

/** The addresses as they are written. */
export function boundTo({ bind_addresses: addresses, bind_address: address }: Listener): readonly string[] {
  return [...(Array.isArray(addresses) ? addresses : []), ...(address ? [address] : [])]
}

/** Synapse listens on all addresses if none is set. */
export function isOnAll(listener: Listener): boolean {
  const bound = boundTo(listener)
  return listener.path === undefined && (bound.length === 0 || bound.some(address => wildcards.includes(address)))
}

/** Whether it can be reached from this host alone. */
export const isLoopback = (listener: Listener): boolean =>
  listener.path !== undefined || (!isOnAll(listener) && boundTo(listener).every(address => loopback.test(address)))
