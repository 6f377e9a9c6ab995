/** The paths that the host's nginx leads to a worker. */
import type { HostView } from '../../engine/module.ts'
import type { Facts } from '../model/facts.ts'
import type { Listener } from '../model/listeners.ts'
import { passed, readAddresses } from '../nginx/backends.ts'
import { expandConfig } from '../nginx/expand.ts'
import { accepts } from '../nginx/location.ts'
import type { Directive, Found } from '../nginx/parse.ts'
import { resolveTargets } from '../nginx/variables.ts'
import { filesOf } from '../nginx/vhosts.ts'

type Matcher = (path: string) => boolean

export function pathsTo(listeners: readonly Listener[], facts: Facts, observed: HostView): readonly Matcher[] {
  const all = read(facts, observed)
  const serverAt = readAddresses(listeners, facts.nginx ?? {})
  const isOwn = (address: string): boolean => serverAt(address, 'http').to === 'synapse'
  const upstreams = all
    .map(({ directive }) => directive)
    .filter(({ name, block }) => name === 'upstream' && servers(block).some(isOwn))
    .map(({ args }) => args[0])
  return all.flatMap(place => {
    const { directive, within } = place
    if (directive.name !== 'proxy_pass') return []
    const targets = resolveTargets(directive.args[0] ?? '', place, all)
    const backends = typeof targets === 'string' ? [] : targets.flatMap(target => passed(target)?.backend ?? [])
    if (!backends.some(backend => isOwn(backend) || upstreams.includes(backend))) return []
    const location = within.findLast(({ name }) => name === 'location')
    return location === undefined ? [] : [(path: string) => accepts(location, path)]
  })
}

/** A configuration that cannot be parsed leads nowhere; another check refuses it. */
function read(facts: Facts, observed: HostView): readonly Found[] {
  try {
    return expandConfig(filesOf(facts, observed))
  } catch {
    return []
  }
}

const servers = (block: readonly Directive[] = []): readonly string[] =>
  block.filter(({ name }) => name === 'server').map(({ args }) => args[0] ?? '')
