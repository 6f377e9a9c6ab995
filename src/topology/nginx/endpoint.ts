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
  /** What a request needs there that swk does not have. */
  readonly obstacle?: string
  /** Whether a path is led to Synapse. */
  leads(path: string): boolean
}

/** Plain ports before those with TLS, since asking there needs nothing but a socket. */
export function findEndpoints(files: readonly NginxFile[], serverName: string): readonly Endpoint[] {
  const config = expandConfig(files)
  const servers = config.filter(leadsThere).flatMap(serverOf)
  const verifies = config.some(({ directive, within }) => verifiesClient(directive) && within.at(-1)?.name === 'http')
  const entrances = [...new Set(servers)].flatMap(server => listens(server, serverName, verifies))
  return entrances.toSorted((a, b) => Number(a.tls) - Number(b.tls))
}

const leadsThere = ({ directive }: { directive: Directive }): boolean =>
  directive.name === 'proxy_pass' && directive.args[0] === routed

function serverOf({ within }: { within: readonly Directive[] }): readonly Directive[] {
  return within.filter(({ name }) => name === 'server')
}

const verifiesClient = ({ name, args }: Directive): boolean => name === 'ssl_verify_client' && args[0] === 'on'

function listens({ block = [] }: Directive, serverName: string, everyServerVerifies: boolean): readonly Endpoint[] {
  const names = block.filter(({ name }) => name === 'server_name').flatMap(({ args }) => args)
  const host = names.find(name => /^[\w.-]+$/.test(name) && name !== '_') ?? serverName
  const leads = (path: string): boolean => walk(ownPart(locationOf(block, path))).some(leadsThere)
  const own = block.find(({ name }) => name === 'ssl_verify_client')
  const verifies = own === undefined ? everyServerVerifies : verifiesClient(own)
  const isTcp = (args: readonly string[]): boolean => !args[0]?.startsWith('unix:') && !args.includes('quic')
  const listen = block.filter(({ name, args }) => name === 'listen' && isTcp(args))
  if (listen.length === 0) return [{ address: '127.0.0.1', port: 80, tls: false, host, leads }]
  return listen.map(({ args }) => {
    const [, address, port] = (args[0] ?? '').match(/^(?:(\[[^\]]*\]|[^:]*):)?(\d+)$/) ?? [undefined, args[0], '80']
    const tls = args.includes('ssl')
    const obstacle = args.includes('proxy_protocol')
      ? 'the PROXY protocol'
      : tls && verifies
        ? 'a client certificate (`ssl_verify_client on`)'
        : undefined
    return { address: dialled(address), port: Number(port), tls, host, leads, ...(obstacle ? { obstacle } : {}) }
  })
}

/** What is in a location, without locations inside it: those take other paths. */
function ownPart(location: Directive | undefined): readonly Directive[] {
  return location?.block?.filter(({ name }) => name !== 'location') ?? []
}

function dialled(address: string | undefined): string {
  if (address === undefined || address === '' || address === '*' || address === '0.0.0.0') return '127.0.0.1'
  return address === '[::]' ? '::1' : address.replace(/^\[|\]$/g, '')
}
