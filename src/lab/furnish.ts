import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { authorize, hostKeys } from './keys.ts'
import { network } from './network.ts'
import { hostFiles, labFiles } from './paths.ts'
import type { HostRecord } from './record.ts'

/** Writes into a host's root what makes it this one: its name, address, keys. */
export async function furnish(host: HostRecord, publicKey: string): Promise<void> {
  const { root, sshConfig, inventory, knownHosts } = hostFiles(host.name)
  const put = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  put('etc/hostname', `${host.name}\n`)
  put(
    'etc/hosts',
    `127.0.0.1 localhost\n127.0.1.1 ${[host.serverName, host.name].filter(Boolean).join(' ')}\n::1 localhost ip6-localhost\n`,
  )
  put('etc/resolv.conf', resolvers())
  put('etc/machine-id', `${randomBytes(16).toString('hex')}\n`)
  // It sorts before systemd's own 80-container-host0.network, which would ask for an address by DHCP.
  put('etc/systemd/network/10-host0.network', networkFile(host.address))
  authorize(host.name, publicKey)
  await hostKeys(host.name, host.address)
  writeFileSync(sshConfig, clientConfig(host, knownHosts))
  writeFileSync(inventory, inventoryEntry(host, knownHosts))
}

/** The machine's own; behind a local resolver that hosts can't reach, the ones it asks. */
function resolvers(): string {
  const own = readFileSync('/etc/resolv.conf', 'utf8')
  const behind = '/run/systemd/resolve/resolv.conf'
  return /^nameserver\s+127\./m.test(own) && existsSync(behind) ? readFileSync(behind, 'utf8') : own
}

const networkFile = (address: string) => `[Match]
Name=host0

[Network]
Address=${address}/24
Gateway=${network.prefix}.1
LinkLocalAddressing=no
IPv6AcceptRA=no
`

const clientConfig = (host: HostRecord, knownHosts: string) => `Host ${host.name} ${host.address}
  HostName ${host.address}
  User root
  IdentityFile ${labFiles().key}
  IdentitiesOnly yes
  UserKnownHostsFile ${knownHosts}
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  LogLevel ERROR
`

/** A host as it stands in an inventory, indented to fit under a group's \`hosts:\`. */
export const inventoryEntry = (host: Pick<HostRecord, 'name' | 'address'>, knownHosts: string) => `        ${host.name}:
          ssh_host: ${host.address}
          ssh_user: root
          ssh_key: ${labFiles().key}
          ssh_known_hosts: ${knownHosts}
`
