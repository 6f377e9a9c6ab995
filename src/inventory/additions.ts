/** An inventory with what tasks have added to it while plays ran. */
import type { Definition } from '../yaml/definitions.ts'
import type { Source } from '../yaml/source.ts'
import type { WrittenInventory } from './written.ts'

/** A host, which may be there already, with groups that it joins, and groups that these are put into. */
export type Added = {
  readonly host: string
  readonly groups: readonly string[]
  readonly vars: Readonly<Record<string, unknown>>
  readonly parents: readonly string[]
}

/** `source`: what the inventory was read from; what is added has no place of its own. */
export function addTo(written: WrittenInventory, additions: readonly Added[], source: Source): void {
  const at = { source, path: [] }
  for (const { host, groups, vars, parents } of additions) {
    const known = written.hosts.get(host)
    const own = Object.entries(vars).map(([name, value]): [string, Definition] => [name, { value, ...at }])
    written.hosts.set(host, { ...at, ...known, vars: new Map([...(known?.vars ?? []), ...own]) })
    for (const group of groups) written.group(group).hosts.add(host)
    for (const parent of parents) for (const group of groups) if (parent !== group) written.addChild(parent, group, at)
  }
}
