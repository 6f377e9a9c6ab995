/** Ansible's magic variables: what a host knows of itself and of the inventory. */
import { dirname, resolve } from 'node:path'
import type { Inventory } from './types.ts'

/** Variables that win over all others. `hostvars` is not among them: it is the binder's, which knows the values. */
export function magicVars(inventory: Inventory, host: string): Record<string, unknown> {
  const { groups = [], file: own } = inventory.hosts.get(host) ?? {}
  const file = resolve(own ?? inventory.source.file)
  return {
    inventory_hostname: host,
    inventory_hostname_short: /^[0-9.]+$|:/.test(host) ? host : host.split('.')[0],
    inventory_file: file,
    inventory_dir: dirname(file),
    group_names: [...groups].sort(),
    groups: Object.fromEntries(inventory.groups),
  }
}
