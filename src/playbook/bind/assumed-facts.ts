/**
 * Facts as they probably are on a Debian host. By them the first batch reads what tasks will look at, and files whose names
 * depend on facts are read before contact; the real facts decide.
 */
import type { Host } from '../../inventory/types.ts'

/** A mapping that has every key, with itself as the value: what nobody can guess must not end the look ahead. */
const anything: object = new Proxy(
  {},
  {
    get: (_, key) => (isKey(key) ? anything : undefined),
    getOwnPropertyDescriptor: (_, key) =>
      isKey(key) ? { value: anything, configurable: true, enumerable: true, writable: true } : undefined,
  },
)

function isKey(key: string | symbol): boolean {
  return typeof key === 'string' && key !== 'toJSON' && !(key in Object.prototype)
}

export function assumedFacts({ name, vars }: Host): ReadonlyMap<string, unknown> {
  const address = typeof vars.ssh_host === 'string' ? vars.ssh_host : name
  const [hostname = name, ...domain] = /^[\d.]+$|:/.test(name) ? ['debian'] : name.split('.')
  const ipv4 = { address, interface: 'eth0', alias: 'eth0', type: 'ether', mtu: 1500 }
  const facts: Record<string, unknown> = {
    system: 'Linux',
    kernel: '6.12.0-amd64',
    machine: 'x86_64',
    architecture: 'x86_64',
    userspace_bits: '64',
    nodename: hostname,
    hostname,
    fqdn: [hostname, ...domain].join('.'),
    domain: domain.join('.'),
    service_mgr: 'systemd',
    pkg_mgr: 'apt',
    is_chroot: false,
    apparmor: { status: 'enabled' },
    selinux: { status: 'disabled' },
    distribution: 'Debian',
    distribution_version: '13.0',
    distribution_release: 'trixie',
    distribution_major_version: '13',
    os_family: 'Debian',
    lsb: { id: 'Debian', codename: 'trixie', release: '13', major_release: '13' },
    user_id: 'root',
    user_uid: 0,
    user_gid: 0,
    user_dir: '/root',
    user_shell: '/bin/bash',
    login_dir: vars.ssh_user === undefined || vars.ssh_user === 'root' ? '/root' : `/home/${vars.ssh_user}`,
    env: { HOME: '/root', USER: 'root', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
    virtualization_type: 'kvm',
    virtualization_role: 'guest',
    memtotal_mb: 4096,
    memfree_mb: 2048,
    swaptotal_mb: 0,
    processor_count: 1,
    processor_cores: 2,
    processor_vcpus: 2,
    processor_nproc: 2,
    mounts: [],
    interfaces: ['lo', 'eth0'],
    default_ipv4: ipv4,
    default_ipv6: {},
    eth0: { device: 'eth0', ipv4 },
    all_ipv4_addresses: [address],
    all_ipv6_addresses: [],
    dns: {},
    python_version: '3.13.5',
    local: anything,
  }
  return new Map<string, unknown>([
    ...Object.entries(facts).map(([key, value]): [string, unknown] => [`ansible_${key}`, value]),
    ['ansible_facts', facts],
  ])
}
