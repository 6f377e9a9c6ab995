/** The hosts of an inventory, for commands that run no playbook. */
import { type Inventory, loadInventory, matchHosts, matchLimit, readLimit } from '../inventory/index.ts'
import { renderConnections } from '../playbook/connection-vars.ts'
import { readExtraVars } from '../playbook/extra-vars.ts'
import { withKeyring } from '../vault/index.ts'
import type { AnsibleConfig } from './ansible-config.ts'
import type { Values } from './args.ts'
import type { Io } from './io.ts'
import type { targetOptions } from './play-options.ts'
import { readKeyring } from './vault-keys.ts'
import { type vaultOptions, vaultSources } from './vault-options.ts'

/** `hosts`: those that `--limit` names, default all. Throws SwkError with what is wrong. */
export async function loadHosts(
  inventories: readonly string[],
  values: Pick<Values<typeof targetOptions>, 'limit' | 'extra-vars' | keyof typeof vaultOptions>,
  { config, io }: { readonly config: AnsibleConfig; readonly io: Io },
): Promise<{ readonly inventory: Inventory; readonly hosts: readonly string[] }> {
  const keyring = await readKeyring(vaultSources(values, config), io)
  return withKeyring(keyring, () => load(inventories, values))
}

function load(
  inventories: readonly string[],
  { limit, 'extra-vars': extraVars = [] }: Pick<Values<typeof targetOptions>, 'limit' | 'extra-vars'>,
): { readonly inventory: Inventory; readonly hosts: readonly string[] } {
  const cwd = process.cwd()
  const written = loadInventory(inventories, { cwd, playbookDir: cwd })
  const limited = limit === undefined ? undefined : matchLimit(written, readLimit(limit, cwd))
  const hosts = matchHosts(written, 'all').filter(host => limited?.has(host) ?? true)
  // What is wrong with the others must not keep a command from these.
  const chosen = new Map([...written.hosts].filter(([name]) => hosts.includes(name)))
  return { inventory: renderConnections({ ...written, hosts: chosen }, readExtraVars(extraVars, cwd), []), hosts }
}
