/** Whether a `proxy_pass` leads to Synapse: its variables are resolved, its upstream's servers compared with the addresses of listeners. */
import type { Listener } from '../model/listeners.ts'
import { isOwnAddress, type OwnAddresses } from './addresses.ts'
import type { Found } from './parse.ts'
import { resolveTargets } from './variables.ts'

/** `http://localhost:8008/_matrix`: the host, and the part after it. */
export type Passed = { readonly scheme: string; readonly backend: string; readonly uri: string }

export function passed(target: string): Passed | undefined {
  const unix = target.match(/^(https?):\/\/unix:([^:]+)(?::(.*))?$/)
  if (unix) return { scheme: unix[1] ?? '', backend: `unix:${unix[2]}`, uri: unix[3] ?? '' }
  const [, scheme = '', backend, uri = ''] = target.match(/^(https?):\/\/(\$\w+|[^/$]+)(.*)$/) ?? []
  return backend === undefined ? undefined : { scheme, backend, uri }
}

/** `unclear`: some of its requests may reach Synapse, and swk cannot route them. */
export type Destination =
  | { readonly to: 'synapse'; readonly uri: string }
  | { readonly to: 'other' }
  | { readonly to: 'unclear'; readonly because: string }

const other: Destination = { to: 'other' }

/** `localhost:8008`, `unix:/run/x.sock` */
export function readAddresses(
  listeners: readonly Listener[],
  own: OwnAddresses,
): (address: string, scheme: string) => Destination {
  const http = listeners.filter(({ type }) => (type ?? 'http') === 'http')
  return (address, scheme) => {
    if (address.startsWith('unix:')) return http.some(({ path }) => path === address.slice(5)) ? synapse : other
    const [, host = '', port] = address.match(/^(.*?)(?::(\d+))?$/) ?? []
    const number = Number(port ?? (scheme === 'https' ? 443 : 80))
    const there = http.filter(listener => listener.port === number && (scheme === 'http' || listener.tls === true))
    if (there.length === 0) return other
    const isOwn = isOwnAddress(host, there, own)
    if (isOwn === undefined)
      return unclear(`\`${host}\` is not in /etc/hosts; expected an address, such as 127.0.0.1:${number}`)
    if (!isOwn) return other
    return scheme === 'http' ? synapse : unclear('it speaks TLS to Synapse; expected a listener without `tls: true`')
  }
}

export function readDestinations(
  listeners: readonly Listener[],
  all: readonly Found[],
  own: OwnAddresses,
): (pass: Found) => Destination {
  const serverAt = readAddresses(listeners, own)
  const upstreams = all.filter(({ directive, within }) => {
    return directive.name === 'upstream' && !within.some(({ name }) => name === 'stream')
  })
  const destinationOf = ({ scheme, backend, uri }: Passed): Destination => {
    const upstream = upstreams.find(({ directive }) => directive.args[0] === backend)
    if (upstream === undefined) return withUri(serverAt(backend, scheme), uri)
    const servers = (upstream.directive.block ?? [])
      .filter(({ name, args }) => name === 'server' && !args.includes('down'))
      .map(({ args: [address = '', ...options] }) => ({
        to: serverAt(address, scheme),
        isBackup: options.includes('backup'),
      }))
    const first = servers.filter(({ isBackup }) => !isBackup).map(({ to }) => to)
    const backups = servers.filter(({ isBackup }) => isBackup).map(({ to }) => to)
    // A backup serves only while main is down, when swk's holding socket keeps the requests.
    const merged = merge(first, `upstream \`${backend}\` has other servers too`)
    const isOnlyBackup = merged.to === 'other' && backups.some(({ to }) => to !== 'other')
    return withUri(isOnlyBackup ? unclear(`Synapse is only a backup in upstream \`${backend}\``) : merged, uri)
  }
  return pass => {
    const [target = ''] = pass.directive.args
    const targets = resolveTargets(target, pass, all)
    if (typeof targets === 'string') return unclear(targets)
    const found = targets.map(text => passed(text)).map(to => (to ? destinationOf(to) : other))
    return merge(found, 'one of its values leads elsewhere')
  }
}

const synapse: Destination = { to: 'synapse', uri: '' }
const unclear = (because: string): Destination => ({ to: 'unclear', because })
const withUri = (to: Destination, uri: string): Destination => (to.to === 'synapse' ? { ...to, uri } : to)

function merge(all: readonly Destination[], mixed: string): Destination {
  const doubt = all.find(({ to }) => to === 'unclear')
  if (doubt) return doubt
  const leading = all.filter(({ to }) => to === 'synapse')
  if (leading.length === 0) return other
  if (leading.length < all.length) return unclear(mixed)
  return leading.find(one => one.to === 'synapse' && one.uri !== '') ?? synapse
}
