/** Every variable of Ansible's ssh, local, sudo and su plugins, and of their shell: honoured, without effect, or refused by its name. */
import { expect, it } from 'vitest'
import { readConnection } from '../../../src/transport/resolve/from-inventory.ts'
import { honoured, isAmong, refused, withoutEffect } from '../../../src/transport/resolve/variables.ts'

const ssh = [
  'ansible_host',
  'ansible_ssh_host',
  'ansible_host_key_checking',
  'ansible_ssh_host_key_checking',
  'ansible_password',
  'ansible_ssh_pass',
  'ansible_ssh_password',
  'ansible_ssh_password_mechanism',
  'ansible_sshpass_prompt',
  'ansible_ssh_args',
  'ansible_ssh_common_args',
  'ansible_ssh_extra_args',
  'ansible_ssh_executable',
  'ansible_sftp_executable',
  'ansible_scp_executable',
  'ansible_scp_extra_args',
  'ansible_sftp_extra_args',
  'ansible_ssh_retries',
  'ansible_port',
  'ansible_ssh_port',
  'ansible_user',
  'ansible_ssh_user',
  'ansible_pipelining',
  'ansible_ssh_pipelining',
  'ansible_private_key_file',
  'ansible_ssh_private_key_file',
  'ansible_private_key',
  'ansible_ssh_private_key',
  'ansible_private_key_passphrase',
  'ansible_ssh_private_key_passphrase',
  'ansible_control_path',
  'ansible_control_path_dir',
  'ansible_sftp_batch_mode',
  'ansible_ssh_transfer_method',
  'ansible_scp_if_ssh',
  'ansible_ssh_use_tty',
  'ansible_timeout',
  'ansible_ssh_timeout',
  'ansible_ssh_pkcs11_provider',
  'ansible_ssh_verbosity',
]
const others = [
  'ansible_connection',
  'ansible_become',
  'ansible_become_method',
  'ansible_become_user',
  'ansible_become_exe',
  'ansible_become_flags',
  'ansible_become_pass',
  'ansible_become_password',
  'ansible_sudo_user',
  'ansible_sudo_exe',
  'ansible_sudo_flags',
  'ansible_sudo_pass',
  'ansible_sudo_chdir',
  'ansible_su_user',
  'ansible_su_exe',
  'ansible_su_flags',
  'ansible_su_pass',
  'ansible_su_prompt_l10n',
  'ansible_shell_type',
  'ansible_shell_executable',
  'ansible_remote_tmp',
  'ansible_system_tmpdirs',
  'ansible_async_dir',
  'ansible_admin_users',
  'ansible_common_remote_group',
  'ansible_shell_allow_world_readable_temp',
  'ansible_python_interpreter',
]

it.each([...ssh, ...others])('%s is not ignored without a word', name => {
  const isHonoured = honoured.some(({ names }) => names.includes(name))
  const known = [isHonoured, isAmong(name, withoutEffect) !== undefined, isAmong(name, refused) !== undefined]
  expect(known.filter(Boolean)).toHaveLength(1)
  const { problems } = readConnection({ [name]: 'a value that no one means' })
  expect(problems.every(({ variable }) => variable === name)).toBe(true)
  if (known[2]) expect(problems).toHaveLength(1)
})

it.each(['ansible_ssh_new_thing', 'ansible_become_new_thing', 'ansible_connection_new', 'ansible_host_key_new'])(
  '%s, which nobody knows, is refused by its name',
  name => {
    expect(readConnection({ [name]: 'x' }).problems).toMatchObject([{ code: 'not-supported', variable: name }])
  },
)

it.each([
  ['ansible_su', 'use ansible_become and ansible_become_method'],
  ['ansible_remote_user', 'use ansible_user'],
  ['ansible_pkcs11_provider', 'ssh-add -s'],
  ['ansible_connect_timeout', 'use ansible_timeout'],
  ['ansible_executable', 'use `executable` of `shell`'],
  ['ansible_prot', 'did you mean ansible_port?'],
  ['ansible_hst', 'did you mean ansible_host?'],
  ['ansible_shell_excutable', 'did you mean ansible_shell_executable?'],
  ['ssh_usr', 'did you mean ssh_user?'],
  ['ssh_known_host', 'did you mean ssh_known_hosts?'],
  ['become_pasword', 'did you mean become_password?'],
])('%s, which Ansible does not know, is refused with what to use: %s', (name, advice) => {
  const { problems } = readConnection({ [name]: 'x' })
  expect(problems).toMatchObject([{ code: 'not-supported', variable: name }])
  expect(`${problems[0]?.message} ${problems[0]?.hint}`).toContain(advice)
})

it.each([
  'ssh_keys',
  'ssh_key2',
  'ssh_users',
  'ssh_server_ports',
  'ansible_hosts',
  'ansible_hostname',
  'ansible_users',
  'ansible_user_id',
  'ansible_system',
  'ansible_support',
])('%s is an ordinary variable', name => {
  expect(readConnection({ [name]: 'x' }).problems).toEqual([])
})
