/** The host's vhosts that lead to Synapse, as they should be. */
import type { Observed } from '../engine/module.ts'
import type { Facts } from './facts.ts'
import { proxySnippet, routesFile, upstreamsFile } from './layout.ts'
import { type EditedVhost, editVhosts } from './nginx/vhost.ts'

const ours: readonly string[] = [upstreamsFile, routesFile, proxySnippet]

export function editedVhosts(facts: Facts, observed: Observed): readonly EditedVhost[] {
  const paths = (facts.nginx?.proxying ?? []).filter(path => !ours.includes(path))
  const files = paths.map(path => ({ path, text: observed.text(path) ?? '' }))
  return editVhosts(files, facts.listeners).filter(({ places }) => places > 0)
}
