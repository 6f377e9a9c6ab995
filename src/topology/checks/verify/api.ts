/** The API as this swk knows it is the one that the host's Synapse has: another version may serve more on its workers, or less. */
import type { HostView } from '../../../engine/module.ts'
import { type MappedRoute, synapseMap } from '../../../resources/synapse/map.ts'
import { see } from '../../../sdk/refs.ts'
import { rolesOf } from '../../model/deployment.ts'
import { roles } from '../../model/roles/index.ts'
import { forgotten, isWrong, type Sample, samplesOf, tableOf } from '../../routing/held-against.ts'
import type { Check, Subject } from './check.ts'

export const api: Check = {
  name: 'The routes match the installed Synapse',
  onlyVerify: () => true,
  reads: subject => [refOf(subject)],
  faults: () => [],
  warnings(subject, observed) {
    const state = see(observed, refOf(subject))
    if (state === null || state.error !== null)
      return [`Synapse did not report what its workers serve: ${state?.error ?? 'nothing was read'}`]
    const all = samplesOf(JSON.parse(state.routes) as readonly MappedRoute[])
    return [
      ...patterns(wrong(subject, all)).map(
        row => `Synapse ${state.version} has no worker for ${row}, but swk routes it to one`,
      ),
      ...patterns(left(all)).map(
        row => `workers of Synapse ${state.version} could serve ${row}, which is left to main`,
      ),
    ]
  },
  notes: (subject, observed) => [`${routesOf(subject, observed).length} routes of Synapse's own list`],
}

const refOf = ({ facts: { user, python } }: Subject) => synapseMap(user, python)

const routesOf = (subject: Subject, observed: HostView): readonly MappedRoute[] =>
  JSON.parse(see(observed, refOf(subject))?.routes ?? '[]')

function wrong({ deployment }: Subject, all: readonly Sample[]): readonly Sample[] {
  const table = tableOf(rolesOf(deployment))
  return all.filter(sample => isWrong(table, sample))
}

/** What no role of this swk knows, whichever the playbook has. */
function left(all: readonly Sample[]): readonly Sample[] {
  return forgotten(tableOf(roles.filter(({ routes }) => routes.length > 0)), all)
}

const patterns = (all: readonly Sample[]): readonly string[] => [
  ...new Set(all.map(({ method, path }) => `${method} ${path}`)),
]
