import { writeFile } from 'node:fs/promises'
import { inventoryEntry } from './furnish.ts'
import type { LabHost } from './host.ts'

/** Writes an inventory of these hosts, in one group `homeservers`. */
export async function writeInventory(
  hosts: Pick<LabHost, 'name' | 'address' | 'knownHosts'>[],
  file: string,
): Promise<void> {
  const entries = hosts.map(host => inventoryEntry(host, host.knownHosts))
  await writeFile(file, `all:\n  children:\n    homeservers:\n      hosts:\n${entries.join('')}`)
}
