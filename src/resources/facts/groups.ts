/** The groups in which facts are read, and the names of the facts of each. */
import { readProgram } from '../../shell/program-file.ts'
import type { Facts } from './lines.ts'
import { localFacts } from './local.ts'
import { hardwareFacts, mountFacts } from './machine.ts'
import { networkFacts } from './network.ts'
import {
  accountFacts,
  dateFacts,
  distributionFacts,
  environmentFacts,
  keyFacts,
  platformFacts,
  pythonFacts,
  systemdFacts,
  virtualizationFacts,
} from './system.ts'

export type FactGroup = {
  readonly program: string
  readonly names: readonly string[]
  read(text: string): Facts
}

const group = (name: string, names: string, read: FactGroup['read']): FactGroup => ({
  program: readProgram(`resources/facts/${name}.sh`),
  names: names.split(/\s+/),
  read,
})

export const factGroups: Readonly<Record<string, FactGroup>> = {
  platform: group(
    'platform',
    `system kernel kernel_version machine architecture userspace_bits userspace_architecture nodename hostname fqdn
    domain machine_id service_mgr pkg_mgr is_chroot apparmor selinux selinux_python_present fips cmdline proc_cmdline`,
    platformFacts,
  ),
  distribution: group(
    'distribution',
    `distribution distribution_version distribution_release distribution_major_version distribution_minor_version
    distribution_file_parsed distribution_file_path distribution_file_variety os_family lsb`,
    distributionFacts,
  ),
  account: group(
    'account',
    `user_id user_uid user_gid user_gecos user_dir user_shell login_dir real_user_id real_group_id
    effective_user_id effective_group_id`,
    accountFacts,
  ),
  date: group('date', 'date_time', dateFacts),
  env: group('env', 'env', environmentFacts),
  virtualization: group(
    'virtualization',
    'virtualization_type virtualization_role virtualization_tech_guest virtualization_tech_host',
    virtualizationFacts,
  ),
  hardware: group(
    'hardware',
    `memtotal_mb memfree_mb swaptotal_mb swapfree_mb memory_mb processor processor_count processor_cores
    processor_threads_per_core processor_vcpus processor_nproc flags uptime_seconds loadavg bios_date bios_vendor
    bios_version board_asset_tag board_name board_serial board_vendor board_version chassis_asset_tag chassis_serial
    chassis_vendor chassis_version product_name product_serial product_uuid product_version system_vendor form_factor`,
    hardwareFacts,
  ),
  mounts: group('mounts', 'mounts', mountFacts),
  network: group(
    'network',
    'interfaces all_ipv4_addresses all_ipv6_addresses default_ipv4 default_ipv6 dns',
    networkFacts,
  ),
  keys: group(
    'keys',
    `ssh_host_key_dsa_public ssh_host_key_rsa_public ssh_host_key_ecdsa_public ssh_host_key_ed25519_public
    ssh_host_key_dsa_public_keytype ssh_host_key_rsa_public_keytype ssh_host_key_ecdsa_public_keytype
    ssh_host_key_ed25519_public_keytype`,
    keyFacts,
  ),
  python: group('python', 'python python_version', pythonFacts),
  systemd: group('systemd', 'systemd', systemdFacts),
  local: group('local', 'local', localFacts),
}

/** Names of interfaces as facts: Linux, systemd and containers name them so. */
const interfaceName =
  /^(?:lo|host0|(?:eth|wlan|bond|br|docker|tun|tap|wg|veth|virbr|vlan|dummy|ens|eno|enp|enx|wlp|wlx|lxdbr|lxcbr|vmbr|team)[0-9a-z_]*)$/

/** The group of a fact by its name without `ansible_`; undefined: there is no such fact. */
export function groupOfFact(name: string): string | undefined {
  const found = Object.entries(factGroups).find(([, { names }]) => names.includes(name))
  return found?.[0] ?? (interfaceName.test(name) ? 'network' : undefined)
}
