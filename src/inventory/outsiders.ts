/** Hosts that tasks delegate to and no inventory lists: reached by their name, with the variables of `all`. */
import { withLocalhost } from './localhost.ts'
import type { Host, Inventory } from './types.ts'

export function withOutsiders(listed: Inventory, names: readonly string[]): Inventory {
  const inventory = withLocalhost(listed, names)
  const missing = names.filter(name => !inventory.hosts.has(name))
  if (missing.length === 0) return inventory
  const more = inventory.extend?.(missing.map(host => ({ host, groups: [], vars: {}, parents: [] })))
  const hosts = missing.map((name): [string, Host] => {
    const vars = more?.hosts.get(name)?.vars ?? {}
    return [name, { name, vars, groups: [], implicit: true }]
  })
  return { ...inventory, hosts: new Map([...inventory.hosts, ...hosts]) }
}
