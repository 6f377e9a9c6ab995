import { writeFile } from 'node:fs/promises'
import type { LabHost } from './host.ts'
import { labFiles } from './paths.ts'
import { people } from './recipe/base.ts'

type User = 'root' | keyof typeof people

/** Writes an inventory of these hosts, in one group `homeservers`; `operator` is the one whose sudo wants a password. */
export async function writeInventory(
  hosts: Pick<LabHost, 'name' | 'address' | 'knownHosts'>[],
  file: string,
  options: { user?: User } = {},
): Promise<void> {
  const entries = hosts.map(host => inventoryEntry(host, { ...options, knownHosts: host.knownHosts }))
  await writeFile(file, `all:\n  children:\n    homeservers:\n      hosts:\n${entries.join('')}`)
}

/** A host as it stands under a group's `hosts:`. */
export function inventoryEntry(
  host: { name: string; address: string },
  { user = 'root', knownHosts }: { user?: User; knownHosts: string },
): string {
  const variables = [
    `ssh_host: ${host.address}`,
    `ssh_user: ${user}`,
    `ssh_key: ${labFiles().key}`,
    `ssh_known_hosts: ${knownHosts}`,
    ...(user === 'operator' ? [`become_password: ${people.operator}`] : []),
  ]
  return `        ${host.name}:\n${variables.map(line => `          ${line}\n`).join('')}`
}
