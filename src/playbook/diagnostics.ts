/** Binds a play for all of its hosts; what is wrong for several of them is said once. */
import type { HostPlay } from '../engine/index.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import { type BindContext, bindAndCheck } from './bind/index.ts'
import type { Play } from './types.ts'

/** The bound plays by host, and all diagnostics; one that not all hosts have names those that do. */
export function faultsOfHosts(
  play: Play,
  context: BindContext,
): { bound: ReadonlyMap<string, HostPlay>; diagnostics: Diagnostic[] } {
  const bound = new Map<string, HostPlay>()
  const found = new Map<string, { readonly diagnostic: Diagnostic; readonly hosts: Set<string> }>()
  for (const name of context.playHosts) {
    const host = context.inventory.hosts.get(name)
    if (!host) continue
    const { hostPlay, diagnostics } = bindAndCheck(play, host, context)
    bound.set(name, hostPlay)
    for (const diagnostic of diagnostics) {
      const key = keyOf(diagnostic)
      const known = found.get(key) ?? { diagnostic, hosts: new Set() }
      found.set(key, known)
      known.hosts.add(name)
    }
  }
  const all = context.playHosts.length
  return {
    bound,
    diagnostics: [...found.values()].map(({ diagnostic, hosts }) =>
      hosts.size === all ? diagnostic : withHosts(diagnostic, [...hosts]),
    ),
  }
}

function keyOf({ code, message, place }: Diagnostic): string {
  return JSON.stringify([code, message, place?.file, place?.line, place?.column])
}

function withHosts(diagnostic: Diagnostic, hosts: readonly string[]): Diagnostic {
  const shown = hosts.length > 5 ? `${hosts.slice(0, 4).join(', ')} and ${hosts.length - 4} more` : hosts.join(', ')
  return { ...diagnostic, message: `${diagnostic.message} (for ${shown})` }
}
