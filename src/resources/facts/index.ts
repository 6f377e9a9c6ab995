/** Facts of the host with Ansible's names, in groups: a play reads those that it refers to. Nothing here needs Python. */
import { type Sh, sh } from '../../shell/sh.ts'
import { probeEach, readEach } from '../each.ts'
import { affectsNothing, type Kind, type RefTo } from '../kind.ts'
import { factGroups } from './groups.ts'

export { factGroups, groupOfFact } from './groups.ts'

/** `json`: the facts of a group by name, without `ansible_`. */
export type FactsState = { readonly json: string }

/** A group of facts of the host. */
export const facts = (group: string): RefTo<FactsState> => ({ kind: 'facts', id: group })

/** id: a group. `json`: its facts, without `ansible_`. */
export const factsKind: Kind = {
  name: 'facts',
  traits: ['transient'],
  affects: affectsNothing,
  probe: probeEach(readGroup),
  read: readEach(({ stdout }, id) => ({ json: JSON.stringify(factGroups[id]?.read(stdout) ?? {}) })),
}

function readGroup(id: string): Sh {
  return sh`eval ${factGroups[id]?.program ?? ''}`
}
