/** A host as the topology sees it, made from texts: no connection. */
import type { HostView } from '../../src/engine/module.ts'
import type { State } from '../../src/resources/kind.ts'
import type { Deployment } from '../../src/topology/model/deployment.ts'
import { type Facts, typicalFacts } from '../../src/topology/model/facts.ts'
import { parseTopology } from '../../src/topology/parse/index.ts'
import { parseSource } from '../../src/yaml/source.ts'

/** The four roles of the first release. */
export const fourRoles = `
synapse:
  workers:
    client-sync: 2
    roomworker: { count: 2 }
    federation_sender: 1
    mediaworker: 1
`

export function deploymentOf(yaml: string): Deployment {
  const source = parseSource('site.yaml', yaml)
  return parseTopology(source.data, { source, path: [] })
}

export const factsWith = (more: Partial<Facts>): Facts => ({ ...typicalFacts, ...more })

/** Observed states by `kind:id`; what is not named does not exist. */
export function observedOf(states: Readonly<Record<string, State>>): HostView {
  return {
    state: ({ kind, id }) => states[`${kind}:${id}`] ?? null,
    text: path => (states[`path:${path}`]?.text as string | undefined) ?? null,
    mayExist: () => false,
    isMade: () => false,
  }
}
