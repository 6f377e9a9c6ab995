/** The hosts of an inventory, for commands that run no playbook. */
import { type Inventory, loadInventory, matchHosts, matchLimit } from '../inventory/index.ts'
import { renderConnections } from '../playbook/connection-vars.ts'
import { readExtraVars } from '../playbook/extra-vars.ts'
import type { Values } from './args.ts'
import type { targetOptions } from './play-options.ts'

/** `hosts`: those that `--limit` names, default all. Throws SwkError with what is wrong. */
export function loadHosts(
  inventories: readonly string[],
  values: Pick<Values<typeof targetOptions>, 'limit' | 'extra-vars'>,
): { readonly inventory: Inventory; readonly hosts: readonly string[] } {
  const cwd = process.cwd()
  const written = loadInventory(inventories, { cwd, playbookDir: cwd })
  const inventory = renderConnections(written, readExtraVars(values['extra-vars'] ?? [], cwd), [])
  const limit = values.limit
  const hosts = matchHosts(inventory, 'all')
  if (limit === undefined) return { inventory, hosts }
  const limited = matchLimit(inventory, limit)
  return { inventory, hosts: hosts.filter(host => limited.has(host)) }
}
