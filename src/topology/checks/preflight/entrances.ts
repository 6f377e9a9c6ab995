/** Ways to main that pass by the routes which swk writes: its own listeners, `stream {}`, and what nginx's configuration leaves open. */
import { type Deployment, rolesOf } from '../../model/deployment.ts'
import { settingOf } from '../../model/effective-config.ts'
import type { Facts } from '../../model/facts.ts'
import { dialled, type Listener } from '../../model/listeners.ts'
import { boundTo, isLoopback, isOnAll } from '../../nginx/addresses.ts'
import { readAddresses } from '../../nginx/backends.ts'
import { expandConfig } from '../../nginx/expand.ts'
import { locationOf } from '../../nginx/location.ts'
import { type Found, locate, walk } from '../../nginx/parse.ts'
import { filesOf, passesOf } from '../../nginx/vhosts.ts'
import type { Survey } from './survey.ts'

/** What stops working for requests that reach main directly. */
export function lossOf(deployment: Deployment): string {
  const hasMedia = !deployment.mainKeepsMedia && rolesOf(deployment).some(({ name }) => name === 'mediaworker')
  const media = 'media of clients and of federation answers 404 there (mediaworker), and '
  const lost = rolesOf(deployment).filter(({ rank }) => rank === 'writers')
  const writes = `what ${lost.map(({ name }) => name).join(', ')} writes answers 500 there, and `
  return `${hasMedia ? media : ''}${lost.length > 0 ? writes : ''}requests there fail while main restarts`
}

/** Each with its file and line. */
export function directEntrances(survey: Survey): readonly string[] {
  return [...ownListeners(survey), ...streams(survey)]
}

/** Listeners with TLS are there for clients or servers, those with an address of the network for other machines. */
const ownListeners = ({ facts }: Survey): readonly string[] =>
  describeListeners(facts, listener => listener.tls === true || !isOnAll(listener))

/** A plain listener on all addresses is Synapse's default: a proxy uses it, and a firewall may keep all others off. */
export const openListeners = ({ facts }: Survey): readonly string[] =>
  describeListeners(facts, listener => listener.tls !== true && isOnAll(listener))

function describeListeners({ listeners, files }: Facts, isMeant: (listener: Listener) => boolean): readonly string[] {
  const file = settingOf(files, 'listeners')?.file ?? 'homeserver.yaml'
  return listeners.filter(isMeant).flatMap(listener => {
    if (!servesRequests(listener) || isLoopback(listener)) return []
    const where = boundTo(listener).join(', ') || '0.0.0.0'
    const tls = listener.tls === true ? ' with `tls: true`' : ''
    return [`${file}: the listener on port ${listener.port}${tls} is bound to ${where} and reaches main directly`]
  })
}

function servesRequests({ type, resources = [] }: Listener): boolean {
  const names = resources.flatMap(resource => resource.names ?? [])
  return (type ?? 'http') === 'http' && names.some(name => ['client', 'federation', 'media'].includes(name))
}

/** TCP proxies of nginx: they know nothing of paths. */
function streams({ facts, observed }: Survey): readonly string[] {
  const files = filesOf(facts, observed)
  const all = expandConfig(files).filter(({ within }) => within.some(({ name }) => name === 'stream'))
  const serverAt = readAddresses(facts.listeners, facts.nginx ?? {})
  const isMain = (address: string): boolean => serverAt(address, 'http').to !== 'other'
  return all.flatMap(({ directive, within }) => {
    const [target = ''] = directive.args
    if (directive.name !== 'proxy_pass') return []
    const upstream = all.find(({ directive: { name, args } }) => name === 'upstream' && args[0] === target)
    const servers = (upstream?.directive.block ?? []).filter(({ name }) => name === 'server')
    const targets = upstream ? servers.map(({ args }) => args[0] ?? '') : [target]
    if (!targets.some(isMain)) return []
    const ports = within.flatMap(({ name, block = [] }) => (name === 'server' ? block : []))
    const listens = ports.filter(({ name }) => name === 'listen').map(({ args }) => args[0])
    const at = locate(directive, files.find(({ path }) => path === directive.file)?.text ?? '')
    return [`${at}: \`proxy_pass ${target}\` in \`stream {}\` (listen ${listens.join(', ')}) reaches main directly`]
  })
}

/** Paths of which Synapse serves each kind: a location that takes none of them concerns no Matrix request. */
const samples = [
  ...['/_matrix/client/versions', '/_matrix/client/v3/sync', '/_matrix/client/v1/media/config'],
  ...[
    '/_matrix/media/v3/config',
    '/_matrix/federation/v1/version',
    '/_matrix/key/v2/server',
    '/_synapse/client/pick_idp',
  ],
]

/** `proxy_pass` lines that may lead to Synapse and that swk cannot route. */
export function unclearPasses({ facts, observed }: Survey): readonly string[] {
  const files = filesOf(facts, observed)
  const all = passesOf(facts, observed).flatMap(({ found, destination }) => {
    if (destination.to !== 'unclear' || !takesMatrix(found)) return []
    const { directive } = found
    const at = locate(directive, files.find(({ path }) => path === directive.file)?.text ?? '')
    const [target] = directive.args
    const { because } = destination
    const expected = because.includes('expected') ? '' : `; expected an address, such as ${passTo(facts)}`
    return [`${at}: \`proxy_pass ${target}\` may proxy to Synapse, and swk cannot route it: ${because}${expected}`]
  })
  return [...new Set(all)]
}

/** The `proxy_pass` that a vhost needs, as an example. */
export function passTo({ listeners }: Facts): string {
  const plain = listeners.find(listener => listener.tls !== true && servesRequests(listener))
  if (plain === undefined) return '`proxy_pass http://127.0.0.1:8008;`'
  const address = plain.path === undefined ? `${dialled(plain)}:${plain.port}` : `unix:${plain.path}`
  return `\`proxy_pass http://${address};\``
}

function takesMatrix({ directive, within }: Found): boolean {
  const server = within.findLast(({ name }) => name === 'server')
  if (server === undefined) return true
  return samples.some(path => {
    const location = locationOf(server.block ?? [], path)
    return location !== undefined && walk(location.block ?? []).some(inner => inner.directive === directive)
  })
}
