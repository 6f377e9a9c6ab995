/** Vhosts as they were before swk came, and as they are without it. */
import type { HostView } from '../../engine/module.ts'
import { path as pathRef, see } from '../../sdk/refs.ts'
import type { Facts } from '../model/facts.ts'
import { mainAddress } from '../model/listeners.ts'
import { originalOf, proxySnippet, requestLog } from '../model/paths.ts'
import { routed } from './vhost.ts'
import { editedVhosts, vhostPaths, withRoutes } from './vhosts.ts'

/** Vhosts that swk has not edited and is about to. */
export function toKeep(facts: Facts, observed: HostView): readonly { readonly path: string; readonly text: string }[] {
  return editedVhosts(facts, observed).flatMap(({ path, text }) => {
    const now = observed.text(path) ?? ''
    return now === text || now.includes(routed) ? [] : [{ path, text: now }]
  })
}

/**
 * Byte for byte where nobody else has edited since; otherwise only swk's lines go, and where it led to workers of before it leads to main.
 */
export function restored(
  facts: Facts,
  observed: HostView,
): readonly { readonly path: string; readonly text: string }[] {
  return vhostPaths(facts).flatMap(path => {
    const now = observed.text(path) ?? ''
    if (!now.includes(routed)) return []
    const original = keptText(path, observed)
    const isOnlyOurs =
      original !== null && facts.originals.length === 0 && withRoutes({ path, text: original }, facts, observed) === now
    return [{ path, text: isOnlyOurs ? original : withoutRoutes(now, facts) }]
  })
}

function keptText(path: string, observed: HostView): string | null {
  const state = see(observed, pathRef(originalOf(path)))
  return state?.type === 'file' ? observed.text(originalOf(path)) : null
}

/** Headers that were added stay: they do no harm, and who needs them by now nobody knows. */
function withoutRoutes(text: string, { listeners }: Facts): string {
  const address = mainAddress(listeners)
  const main = address.startsWith('/') ? `http://unix:${address}` : `http://${address}`
  const snippet = proxySnippet.slice(proxySnippet.indexOf('/snippets/') + 1)
  return text
    .split('\n')
    .filter(line => !line.includes(`include ${snippet};`) && !line.includes(`access_log ${requestLog} `))
    .join('\n')
    .replaceAll(routed, main)
}
