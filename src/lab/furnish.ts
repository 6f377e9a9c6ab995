import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inventoryEntry } from './inventory.ts'
import { authorize, hostKeys } from './keys.ts'
import { fixedAddress, network } from './network.ts'
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
  put('etc/hosts', hostsFile(host))
  put('etc/resolv.conf', resolvers())
  put('etc/machine-id', `${randomBytes(16).toString('hex')}\n`)
  // It sorts before systemd's own 80-container-host0.network, which would ask for an address by DHCP.
  put('etc/systemd/network/10-host0.network', networkFile(host.address))
  authorize(host.name, publicKey)
  await hostKeys(host.name, host.address)
  writeFileSync(sshConfig, clientConfig(host, knownHosts))
  writeFileSync(inventory, inventoryEntry(host, { knownHosts }))
}

/** Itself, and the homeservers with fixed addresses: they can federate. */
function hostsFile({ name, serverName }: HostRecord): string {
  const others = ['hs1', 'hs2', 'hs3'].filter(other => `${other}.test` !== serverName)
  return [
    '127.0.0.1 localhost',
    `127.0.1.1 ${serverName ? `${serverName} ` : ''}${name}`,
    ...others.map(other => `${fixedAddress(other)} ${other}.test`),
    '::1 localhost ip6-localhost ip6-loopback\n',
  ].join('\n')
}

/** The machine's own; behind a local resolver that hosts can't reach, the ones it asks. */
function resolvers(): string {
  const own = readFileSync('/etc/resolv.conf', 'utf8')
  const behind = '/run/systemd/resolve/resolv.conf'
  return /^nameserver\s+127\./m.test(own) && existsSync(behind) ? readFileSync(behind, 'utf8') : own
}

// The hardware address goes with the other: neighbours remember it, and the address may have been another host's.
const networkFile = (address: string) => `[Match]
Name=host0

[Link]
MACAddress=${macAddress(address)}

[Network]
Address=${address}/24
Gateway=${network.prefix}.1
LinkLocalAddressing=no
IPv6AcceptRA=no
`

const macAddress = (address: string) =>
  ['02', '53', ...address.split('.').map(part => Number(part).toString(16).padStart(2, '0'))].join(':')

const clientConfig = (host: HostRecord, knownHosts: string) => `Host ${host.name} ${host.address}
  HostName ${host.address}
  User root
  IdentityFile ${labFiles().key}
  IdentitiesOnly yes
  UserKnownHostsFile ${knownHosts}
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  ConnectTimeout 5
  ServerAliveInterval 5
  LogLevel ERROR
`
