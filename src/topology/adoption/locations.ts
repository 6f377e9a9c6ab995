/** The paths that the host's nginx leads to a worker. */
import type { HostView } from '../../engine/module.ts'
import type { Facts } from '../model/facts.ts'
import type { Listener } from '../model/listeners.ts'
import { leadsToSynapse, passed } from '../nginx/backends.ts'
import { type Directive, type Found, parseNginx, walk } from '../nginx/parse.ts'

type Matcher = (path: string) => boolean

export function pathsTo(listeners: readonly Listener[], facts: Facts, observed: HostView): readonly Matcher[] {
  const all = (facts.nginx?.proxying ?? []).flatMap(path => read(observed.text(path) ?? ''))
  const isOwn = leadsToSynapse(listeners, [])
  const upstreams = all
    .map(({ directive }) => directive)
    .filter(({ name, block }) => name === 'upstream' && servers(block).some(isOwn))
    .map(({ args }) => args[0])
  return all.flatMap(({ directive, within }) => {
    if (directive.name !== 'proxy_pass') return []
    const backend = passed(directive.args[0] ?? '')?.backend
    if (backend === undefined || !(isOwn(backend) || upstreams.includes(backend))) return []
    const location = within.findLast(({ name }) => name === 'location')
    return location === undefined ? [] : pattern(location.args)
  })
}

/** What nginx cannot read either leads nowhere; that it is refused is told elsewhere. */
function read(text: string): readonly Found[] {
  try {
    return walk(parseNginx(text))
  } catch {
    return []
  }
}

const servers = (block: readonly Directive[] = []): readonly string[] =>
  block.filter(({ name }) => name === 'server').map(({ args }) => args[0] ?? '')

/** `location`'s arguments: a prefix, `= path`, `^~ prefix`, `~ expression`, `~* expression`. */
function pattern([first = '', second]: readonly string[]): readonly Matcher[] {
  if (second === undefined) return [path => path.startsWith(first)]
  if (first === '=') return [path => path === second]
  if (first === '^~') return [path => path.startsWith(second)]
  try {
    const expression = new RegExp(second, first === '~*' ? 'i' : '')
    return [path => expression.test(path)]
  } catch {
    return []
  }
}
