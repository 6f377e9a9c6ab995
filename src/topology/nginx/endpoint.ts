/** Where vhosts that lead to Synapse can be asked from their own host, and which paths they lead there. */
import { expandConfig, type NginxFile } from './expand.ts'
import { locationOf } from './location.ts'
import { type Directive, walk } from './parse.ts'
import { routed } from './vhost.ts'

export type Endpoint = {
  readonly address: string
  readonly port: number
  readonly tls: boolean
  /** What requests name as their host. */
  readonly host: string
  /** Whether a path is led to Synapse. */
  leads(path: string): boolean
}

/** Plain ports before those with TLS, since asking there needs nothing but a socket. */
export function findEndpoints(files: readonly NginxFile[], serverName: string): readonly Endpoint[] {
  const servers = expandConfig(files).filter(leadsThere).flatMap(serverOf)
  const entrances = [...new Set(servers)].flatMap(server => listens(server, serverName))
  return entrances.toSorted((a, b) => Number(a.tls) - Number(b.tls))
}

const leadsThere = ({ directive }: { directive: Directive }): boolean =>
  directive.name === 'proxy_pass' && directive.args[0] === routed

function serverOf({ within }: { within: readonly Directive[] }): readonly Directive[] {
  return within.filter(({ name }) => name === 'server')
}

function listens({ block = [] }: Directive, serverName: string): readonly Endpoint[] {
  const names = block.filter(({ name }) => name === 'server_name').flatMap(({ args }) => args)
  const host = names.find(name => /^[\w.-]+$/.test(name) && name !== '_') ?? serverName
  const leads = (path: string): boolean => walk(own(locationOf(block, path))).some(leadsThere)
  const listen = block.filter(({ name, args }) => name === 'listen' && !args[0]?.startsWith('unix:'))
  if (listen.length === 0) return [{ address: '127.0.0.1', port: 80, tls: false, host, leads }]
  return listen.map(({ args }) => {
    const [, address, port] = (args[0] ?? '').match(/^(?:(\[[^\]]*\]|[^:]*):)?(\d+)$/) ?? [undefined, args[0], '80']
    return { address: dialled(address), port: Number(port), tls: args.includes('ssl'), host, leads }
  })
}

/** What is in a location, without locations inside it: those take other paths. */
function own(location: Directive | undefined): readonly Directive[] {
  return location?.block?.filter(({ name }) => name !== 'location') ?? []
}

function dialled(address: string | undefined): string {
  if (address === undefined || address === '' || address === '*' || address === '0.0.0.0') return '127.0.0.1'
  return address === '[::]' ? '::1' : address.replace(/^\[|\]$/g, '')
}
