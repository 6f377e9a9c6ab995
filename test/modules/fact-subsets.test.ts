/** `gather_subset`: Ansible's names, and no others. */
import { expect, test } from 'vitest'
import setup from '../../modules/setup.ts'
import { factGroupsOf } from '../../src/index.ts'
import { faults } from './support.ts'

const names =
  `all all_ipv4_addresses all_ipv6_addresses apparmor architecture caps chroot cmdline date_time default_ipv4
  default_ipv6 devices distribution distribution_major_version distribution_release distribution_version dns
  effective_group_ids effective_user_id env facter fibre_channel_wwn fips hardware interfaces is_chroot iscsi kernel
  kernel_version loadavg local lsb machine machine_id mounts network nvme ohai os_family pkg_mgr platform processor
  processor_cores processor_count python python_version real_user_id selinux service_mgr ssh_host_key_rsa_public
  ssh_host_pub_keys ssh_pub_keys system system_capabilities system_capabilities_enforced systemd user user_dir user_gecos
  user_gid user_id user_shell user_uid virtual virtualization_role virtualization_tech_guest virtualization_tech_host
  virtualization_type`.split(/\s+/)

test.each(names)('%s is a subset', name => {
  expect(faults(setup, { gather_subset: [name, `!${name}`] })).toEqual([])
})

test('another name is refused', () => {
  expect(faults(setup, { gather_subset: 'min,nonsense' })).toEqual([
    'gather_subset: This is not a subset of facts. [bad-value]',
  ])
})

test('a fact names its group', () => {
  expect(factGroupsOf(['!all', '!min', 'user_id'])).toEqual(['account'])
})
