/** The host's vhosts that lead to Synapse, as they should be. */
import type { HostView } from '../../engine/module.ts'
import type { Facts } from '../model/facts.ts'
import type { Listener } from '../model/listeners.ts'
import { proxySnippet, requestLogFile, routesFile, upstreamsFile } from '../model/paths.ts'
import { listenersOf } from '../model/worker-file.ts'
import { type EditedVhost, editVhosts, findPasses, type Pass, type VhostFile } from './vhost.ts'

const ours: readonly string[] = [upstreamsFile, routesFile, requestLogFile, proxySnippet]

export function editedVhosts(facts: Facts, observed: HostView): readonly EditedVhost[] {
  return wholeConfig(facts, observed).filter(({ places }) => places > 0)
}

/** All files of nginx, those that lead to Synapse as they should be. */
export function wholeConfig(facts: Facts, observed: HostView): readonly EditedVhost[] {
  return editVhosts(filesOf(facts, observed), listenersOfAll(facts), facts.nginx ?? {})
}

/** Each `proxy_pass` as it is now. */
export function passesOf(facts: Facts, observed: HostView): readonly Pass[] {
  return findPasses(filesOf(facts, observed), listenersOfAll(facts), facts.nginx ?? {})
}

/** Files of the user's that proxy somewhere. */
export function vhostPaths({ nginx }: Facts): readonly string[] {
  return (nginx?.proxying ?? []).filter(path => !ours.includes(path))
}

/** What swk would make of a vhost; an upstream that it leads to may stand in another file. */
export function withRoutes(file: VhostFile, facts: Facts, observed: HostView): string {
  const others = filesOf(facts, observed).filter(({ path }) => path !== file.path)
  const { names = [file.path] } = filesOf(facts, observed).find(({ path }) => path === file.path) ?? {}
  return editVhosts([{ ...file, names }, ...others], listenersOfAll(facts), facts.nginx ?? {})[0]?.text ?? file.text
}

/** In nginx's order, with the names by which they are included. */
export function filesOf(facts: Facts, observed: HostView): readonly VhostFile[] {
  const { includes = [], realPaths = includes } = facts.nginx ?? {}
  return vhostPaths(facts).map(path => {
    const names = includes.filter((_, i) => realPaths[i] === path)
    return { path, text: observed.text(path) ?? '', names: names.length > 0 ? names : [path] }
  })
}

/** What leads to a worker that somebody made by hand leads to Synapse too, also when swk has written the worker's file anew. */
const listenersOfAll = ({ listeners, workers, originals }: Facts): readonly Listener[] => [
  ...listeners,
  ...[...workers, ...originals].flatMap(listenersOf),
]
