/** Where a vhost that leads to Synapse can be asked from its own host. */
import { type Directive, parseNginx, walk } from './parse.ts'
import { routed } from './vhost.ts'

export type Entrance = { readonly address: string; readonly port: number; readonly tls: boolean; readonly host: string }

/** A plain port before one with TLS, since asking there needs nothing but a socket. null: no server block leads there. */
export function entranceOf(texts: readonly string[], serverName: string): Entrance | null {
  const servers = texts.flatMap(text => walk(parseNginx(text)).filter(leadsThere).flatMap(serverOf))
  const entrances = servers.flatMap(server => listens(server, serverName))
  return entrances.find(({ tls }) => !tls) ?? entrances[0] ?? null
}

const leadsThere = ({ directive }: { directive: Directive }): boolean =>
  directive.name === 'proxy_pass' && directive.args[0] === routed

function serverOf({ within }: { within: readonly Directive[] }): readonly Directive[] {
  return within.filter(({ name }) => name === 'server')
}

function listens({ block = [] }: Directive, serverName: string): readonly Entrance[] {
  const names = block.filter(({ name }) => name === 'server_name').flatMap(({ args }) => args)
  const host = names.find(name => /^[\w.-]+$/.test(name) && name !== '_') ?? serverName
  const listen = block.filter(({ name, args }) => name === 'listen' && !args[0]?.startsWith('unix:'))
  if (listen.length === 0) return [{ address: '127.0.0.1', port: 80, tls: false, host }]
  return listen.map(({ args }) => {
    const [, address, port] = (args[0] ?? '').match(/^(?:(\[[^\]]*\]|[^:]*):)?(\d+)$/) ?? [undefined, args[0], '80']
    return { address: dialled(address), port: Number(port), tls: args.includes('ssl'), host }
  })
}

function dialled(address: string | undefined): string {
  if (address === undefined || address === '' || address === '*' || address === '0.0.0.0') return '127.0.0.1'
  return address === '[::]' ? '::1' : address.replace(/^\[|\]$/g, '')
}
