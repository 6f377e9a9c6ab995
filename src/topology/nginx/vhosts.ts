/** The host's vhosts that lead to Synapse, as they should be. */
import type { HostView } from '../../engine/module.ts'
import { listenersOf } from '../adoption/found.ts'
import type { Facts } from '../model/facts.ts'
import type { Listener } from '../model/listeners.ts'
import { proxySnippet, requestLogFile, routesFile, upstreamsFile } from '../model/paths.ts'
import { type EditedVhost, editVhosts, type VhostFile } from './vhost.ts'

const ours: readonly string[] = [upstreamsFile, routesFile, requestLogFile, proxySnippet]

export function editedVhosts(facts: Facts, observed: HostView): readonly EditedVhost[] {
  return editVhosts(filesOf(facts, observed), listenersOfAll(facts)).filter(({ places }) => places > 0)
}

/** Files of the user's that proxy somewhere. */
export function vhostPaths({ nginx }: Facts): readonly string[] {
  return (nginx?.proxying ?? []).filter(path => !ours.includes(path))
}

/** What swk would make of a vhost; an upstream that it leads to may stand in another file. */
export function withRoutes(file: VhostFile, facts: Facts, observed: HostView): string {
  const others = filesOf(facts, observed).filter(({ path }) => path !== file.path)
  return editVhosts([file, ...others], listenersOfAll(facts))[0]?.text ?? file.text
}

function filesOf(facts: Facts, observed: HostView): readonly VhostFile[] {
  return vhostPaths(facts).map(path => ({ path, text: observed.text(path) ?? '' }))
}

/** What leads to a worker that somebody made by hand leads to Synapse too, also when swk has written the worker's file anew. */
const listenersOfAll = ({ listeners, workers, originals }: Facts): readonly Listener[] => [
  ...listeners,
  ...[...workers, ...originals].flatMap(listenersOf),
]
