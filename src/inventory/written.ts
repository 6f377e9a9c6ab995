/** Groups and hosts as the sources of an inventory write them, one source over the other. */
import { type Definitions, mergeDefinitions } from '../yaml/definitions.ts'
import type { Location } from '../yaml/location.ts'
import type { Source } from '../yaml/source.ts'
import { expandHosts } from './ranges.ts'

/** Where something is written. */
export type Written = { readonly source: Source; readonly path: Location }
export type WrittenGroup = { children: Map<string, Written>; hosts: Set<string>; vars: Definitions }
export type WrittenHost = Written & { vars: Definitions }

export class WrittenInventory {
  /** In the order of the sources; `all` is always there. */
  readonly groups = new Map<string, WrittenGroup>([['all', newGroup()]])
  /** In the order of the sources. */
  readonly hosts = new Map<string, WrittenHost>()

  copy(): WrittenInventory {
    const copy = new WrittenInventory()
    for (const [name, { children, hosts, vars }] of this.groups)
      copy.groups.set(name, { children: new Map(children), hosts: new Set(hosts), vars })
    for (const [name, host] of this.hosts) copy.hosts.set(name, host)
    return copy
  }

  group(name: string): WrittenGroup {
    const group = this.groups.get(name) ?? newGroup()
    this.groups.set(name, group)
    return group
  }

  addVars(group: string, vars: Definitions): void {
    const to = this.group(group)
    to.vars = mergeDefinitions([to.vars, vars])
  }

  /** Adds what one entry stands for (`web[1:3]`, `hs1:2222`). Returns a text that says what is wrong where it cannot be a host. */
  addHosts(group: string, entry: string, at: Written, vars: Definitions): string | undefined {
    const expanded = expandHosts(entry)
    if (typeof expanded === 'string') return expanded
    const { names, port } = expanded
    const given = port === undefined ? [] : ([['ansible_port', { value: port, ...at }]] as const)
    for (const name of names) {
      this.group(group).hosts.add(name)
      const known = this.hosts.get(name)
      const all = mergeDefinitions([known?.vars, new Map(given), vars])
      this.hosts.set(name, { source: known?.source ?? at.source, path: known?.path ?? at.path, vars: all })
    }
    return undefined
  }

  addChild(group: string, child: string, at: Written): void {
    const { children } = this.group(group)
    if (!children.has(child)) children.set(child, at)
    this.group(child)
  }
}

const newGroup = (): WrittenGroup => ({ children: new Map(), hosts: new Set(), vars: new Map() })

export function isGroupName(name: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name)
}
