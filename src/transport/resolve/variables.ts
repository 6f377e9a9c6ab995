/**
 * The connection variables of an inventory, each with what swk does with it. Those of Ansible's ssh, local, sudo and su plugins
 * are all here: one that is neither honoured nor without effect is refused by name.
 */

import { slipOf } from '../../errors/suggest.ts'

export type Setting =
  | 'connection'
  | 'host'
  | 'port'
  | 'user'
  | 'key'
  | 'password'
  | 'knownHosts'
  | 'hostKeyChecking'
  | 'timeout'
  | 'sshArgs'
  | 'sshCommonArgs'
  | 'sshExtraArgs'
  | 'become'
  | 'becomeMethod'
  | 'becomeUser'
  | 'becomePassword'
  | 'becomeFlags'
  | 'becomeExe'
  | 'shellType'
  | 'sshExecutable'

/** `names`: the strongest first. */
export type Honoured = {
  readonly setting: Setting
  readonly names: readonly string[]
  readonly help: string
  /** The values that are possible; others are refused. */
  readonly accepts?: RegExp
  readonly hint?: string
}

/** Ansible's booleans, which a template or an INI file makes text. */
export const booleans = { yes: /^(y|yes|on|1|true|t|1\.0)$/i, no: /^(n|no|off|0|false|f|0\.0)$/i }

export const honoured: readonly Honoured[] = [
  {
    setting: 'connection',
    names: ['ansible_connection'],
    help: '`ssh`, `smart` (the same) or `local` (this machine, without ssh)',
    accepts: /^(ansible\.builtin\.)?(ssh|smart|local)$/,
  },
  {
    setting: 'host',
    names: ['ssh_host', 'ansible_host', 'ansible_ssh_host'],
    help: 'name or address; default: the name in the inventory',
  },
  { setting: 'port', names: ['ssh_port', 'ansible_port', 'ansible_ssh_port'], help: 'port of sshd' },
  { setting: 'user', names: ['ssh_user', 'ansible_user', 'ansible_ssh_user'], help: 'user to log in as' },
  {
    setting: 'key',
    names: ['ssh_key', 'ansible_ssh_private_key_file', 'ansible_private_key_file'],
    help: 'private key to log in with',
  },
  {
    setting: 'password',
    names: ['ansible_password', 'ansible_ssh_password', 'ansible_ssh_pass'],
    help: 'password to log in with; keys are tried first',
  },
  {
    setting: 'knownHosts',
    names: ['ssh_known_hosts'],
    help: 'file of known host keys (swk only)',
  },
  {
    setting: 'hostKeyChecking',
    names: ['ansible_host_key_checking', 'ansible_ssh_host_key_checking'],
    help: 'only `true`: host keys are always verified',
    accepts: booleans.yes,
    hint: 'to trust a host the first time: `ansible_ssh_common_args: -o StrictHostKeyChecking=accept-new`',
  },
  {
    setting: 'timeout',
    names: ['ansible_ssh_timeout', 'ansible_timeout'],
    help: 'seconds to connect and log in; default 10',
  },
  { setting: 'sshArgs', names: ['ansible_ssh_args'], help: 'options of ssh, see below' },
  { setting: 'sshCommonArgs', names: ['ansible_ssh_common_args'], help: 'options of ssh, see below' },
  { setting: 'sshExtraArgs', names: ['ansible_ssh_extra_args'], help: 'options of ssh, see below' },
  {
    setting: 'become',
    names: ['ansible_become'],
    help: 'whether tasks become another user; stronger than `become` in plays and tasks',
  },
  {
    setting: 'becomeMethod',
    names: ['ansible_become_method'],
    help: '`sudo` or `su`',
    accepts: /^(ansible\.builtin\.)?(sudo|su)$/,
  },
  {
    setting: 'becomeUser',
    names: ['ansible_become_user', 'ansible_sudo_user'],
    help: 'user to become; stronger than `become_user` in plays and tasks; default root',
  },
  {
    setting: 'becomePassword',
    names: ['become_password', 'ansible_become_password', 'ansible_become_pass', 'ansible_sudo_pass'],
    help: 'password for sudo, or for su',
  },
  {
    setting: 'becomeFlags',
    names: ['ansible_become_flags', 'ansible_sudo_flags'],
    help: 'only `-H`, `-S` and `-n`, which is what swk does',
    accepts: /^\s*(-[HSn]+\s*)*$/,
  },
  {
    setting: 'becomeExe',
    names: ['ansible_become_exe', 'ansible_sudo_exe'],
    help: 'only `sudo`',
    accepts: /^(\/usr\/bin\/)?sudo$/,
  },
  {
    setting: 'shellType',
    names: ['ansible_shell_type'],
    help: 'only `sh`: the programs that run on hosts are written for it',
    accepts: /^sh$/,
  },
  {
    setting: 'sshExecutable',
    names: ['ansible_ssh_executable'],
    help: 'only `ssh`: swk speaks the protocol itself',
    accepts: /^(\/usr\/bin\/)?ssh$/,
  },
]

export type Other = { readonly names: readonly string[]; readonly why: string }

/** Accepted: what they set is not needed, or cannot change a result. `*` stands for any text. */
export const withoutEffect: readonly Other[] = [
  {
    names: ['ansible_python_interpreter', 'ansible_*_interpreter', 'ansible_interpreter_python_fallback'],
    why: 'hosts need no interpreter',
  },
  { names: ['ansible_pipelining', 'ansible_ssh_pipelining'], why: 'nothing is ever copied ahead of a task' },
  {
    names: [
      'ansible_control_path',
      'ansible_control_path_dir',
      'ansible_ssh_transfer_method',
      'ansible_scp_if_ssh',
      'ansible_scp_executable',
      'ansible_scp_extra_args',
      'ansible_sftp_executable',
      'ansible_sftp_extra_args',
      'ansible_sftp_batch_mode',
      'ansible_ssh_use_tty',
      'ansible_sshpass_prompt',
      'ansible_ssh_password_mechanism',
      'ansible_ssh_verbosity',
    ],
    why: 'one connection carries everything, and no ssh, scp or sftp process runs',
  },
  { names: ['ansible_su_prompt_l10n'], why: 'su runs with LC_ALL=C, and asks in English' },
  { names: ['ansible_ssh_retries'], why: 'a connection that is lost before the handshake is retried once' },
  {
    names: [
      'ansible_shell_executable',
      'ansible_remote_tmp',
      'ansible_system_tmpdirs',
      'ansible_async_dir',
      'ansible_admin_users',
      'ansible_common_remote_group',
      'ansible_shell_allow_world_readable_temp',
      'ansible_module_compression',
      'ansible_no_target_syslog',
      'ansible_target_log_info',
      'ansible_python_module_rlimit_nofile',
    ],
    why: 'they are about the module files that Ansible copies to hosts',
  },
  {
    names: [
      'ansible_paramiko_*',
      'ansible_winrm_*',
      'ansible_psrp_*',
      'ansible_docker_*',
      'ansible_network_os',
      'ansible_runas_*',
      'ansible_doas_*',
      'ansible_dzdo_*',
      'ansible_ksu_*',
      'ansible_machinectl_*',
      'ansible_pbrun_*',
      'ansible_pfexec_*',
      'ansible_pmrun_*',
      'ansible_sesu_*',
    ],
    why: 'they belong to connections and methods that are refused themselves',
  },
  { names: ['ansible_ssh_host_key_*_public', 'ansible_ssh_host_key_*_keytype'], why: 'they are facts' },
]

export const refused: readonly Other[] = [
  { names: ['ansible_ssh_pkcs11_provider', 'ansible_pkcs11_provider'], why: 'add the token to your agent: ssh-add -s' },
  {
    names: ['ansible_private_key', 'ansible_ssh_private_key'],
    why: 'name a file with ansible_ssh_private_key_file, or use your agent',
  },
  {
    names: ['ansible_private_key_passphrase', 'ansible_ssh_private_key_passphrase'],
    why: 'add the key to your agent: ssh-add',
  },
  { names: ['ansible_sudo_chdir', 'ansible_become_chdir'], why: 'use `chdir` of the task' },
  {
    names: ['ansible_su_user', 'ansible_su_pass', 'ansible_su_flags', 'ansible_su_exe'],
    why: 'use ansible_become_user and ansible_become_password; su takes no flags',
  },
  { names: ['ansible_su', 'ansible_sudo'], why: 'use ansible_become and ansible_become_method' },
  { names: ['ansible_remote_user'], why: 'use ansible_user' },
  { names: ['ansible_remote_addr'], why: 'use ansible_host' },
  { names: ['ansible_remote_port'], why: 'use ansible_port' },
  { names: ['ansible_pass'], why: 'use ansible_password' },
  { names: ['ansible_transport'], why: 'use ansible_connection' },
  { names: ['ansible_connect_timeout'], why: 'use ansible_timeout' },
  { names: ['ansible_executable'], why: 'use `executable` of `shell`' },
]

/** Whether a name is one of those. */
export function isAmong(name: string, others: readonly Other[]): Other | undefined {
  return others.find(({ names }) => names.some(pattern => matches(pattern, name)))
}

function matches(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name
  const [before = '', after = ''] = pattern.split('*')
  return name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after)
}

/** Prefixes of names that can only be meant for a connection: unknown ones are refused, not taken for an ordinary variable. */
export const prefixes: readonly string[] = [
  'ansible_ssh',
  'ansible_sshpass',
  'ansible_sftp',
  'ansible_scp',
  'ansible_sudo',
  'ansible_su',
  'ansible_become',
  'ansible_connection',
  'ansible_host_key',
  'ansible_shell',
]

export function isConnectionName(name: string): boolean {
  return prefixes.some(prefix => name === prefix || name.startsWith(`${prefix}_`)) || isMisspelt(name)
}

/** Other `ansible_*` and `ssh_*` names are the user's own, also plurals and numbered ones of these (`ssh_keys`). */
function isMisspelt(name: string): boolean {
  const meant = slipOf(name, allNames)
  return meant !== undefined && !name.startsWith(meant)
}

export const allNames: readonly string[] = [
  ...honoured.flatMap(({ names }) => names),
  ...[...withoutEffect, ...refused].flatMap(({ names }) => names.filter(name => !name.includes('*'))),
]
