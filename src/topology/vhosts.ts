/** The host's vhosts that lead to Synapse, as they should be. */
import { parse } from 'yaml'
import type { Observed } from '../engine/module.ts'
import type { FoundWorker } from '../resources/synapse-workers.ts'
import type { Facts } from './facts.ts'
import { proxySnippet, requestLogFile, routesFile, upstreamsFile } from './layout.ts'
import type { Listener } from './listeners.ts'
import { type EditedVhost, editVhosts, type VhostFile } from './nginx/vhost.ts'

const ours: readonly string[] = [upstreamsFile, routesFile, requestLogFile, proxySnippet]

export function editedVhosts(facts: Facts, observed: Observed): readonly EditedVhost[] {
  const files = vhostPaths(facts).map(path => ({ path, text: observed.text(path) ?? '' }))
  return editVhosts(files, listenersOfAll(facts)).filter(({ places }) => places > 0)
}

/** Files of the user's that proxy somewhere. */
export function vhostPaths({ nginx }: Facts): readonly string[] {
  return (nginx?.proxying ?? []).filter(path => !ours.includes(path))
}

/** What swk would make of a vhost by itself. */
export function withRoutes(file: VhostFile, facts: Facts): string {
  return editVhosts([file], listenersOfAll(facts))[0]?.text ?? file.text
}

const listenersOfAll = ({ listeners, workers }: Facts): readonly Listener[] => [
  ...listeners,
  ...workers.flatMap(listenersOf),
]

/** What leads to a worker that somebody made by hand leads to Synapse too. */
function listenersOf({ text }: FoundWorker): readonly Listener[] {
  try {
    const config = parse(text, { version: '1.1', logLevel: 'silent' }) as { readonly worker_listeners?: unknown } | null
    return Array.isArray(config?.worker_listeners) ? (config.worker_listeners as Listener[]) : []
  } catch {
    // What Synapse could not read either is told by those who read it for its own sake.
    return []
  }
}
