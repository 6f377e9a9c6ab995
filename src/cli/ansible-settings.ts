/** The settings of ansible.cfg and their environment variables: those that swk reads, and those that it refuses. */

export type Kind = 'text' | 'flag' | 'number' | 'path' | 'paths' | 'pathspec'

export type Setting = {
  readonly name: string
  /** `section.key` in ansible.cfg. */
  readonly keys: readonly string[]
  readonly env: readonly string[]
  readonly kind: Kind
  readonly help: string
}

export const settings = [
  {
    name: 'inventory',
    keys: ['defaults.inventory'],
    env: ['ANSIBLE_INVENTORY'],
    kind: 'paths',
    help: '`-i`, where it is not given',
  },
  { name: 'forks', keys: ['defaults.forks'], env: ['ANSIBLE_FORKS'], kind: 'number', help: '`--forks`' },
  { name: 'user', keys: ['defaults.remote_user'], env: ['ANSIBLE_REMOTE_USER'], kind: 'text', help: '`--user`' },
  { name: 'port', keys: ['defaults.remote_port'], env: ['ANSIBLE_REMOTE_PORT'], kind: 'number', help: 'port of sshd' },
  {
    name: 'privateKey',
    keys: ['defaults.private_key_file'],
    env: ['ANSIBLE_PRIVATE_KEY_FILE'],
    kind: 'path',
    help: '`--private-key`',
  },
  {
    name: 'timeout',
    keys: ['defaults.timeout', 'ssh_connection.timeout'],
    env: ['ANSIBLE_TIMEOUT', 'ANSIBLE_SSH_TIMEOUT'],
    kind: 'number',
    help: '`--timeout`',
  },
  {
    name: 'connection',
    keys: ['defaults.transport'],
    env: ['ANSIBLE_TRANSPORT'],
    kind: 'text',
    help: '`--connection`',
  },
  { name: 'askPass', keys: ['defaults.ask_pass'], env: ['ANSIBLE_ASK_PASS'], kind: 'flag', help: '`--ask-pass`' },
  {
    name: 'connectionPasswordFile',
    keys: ['defaults.connection_password_file'],
    env: ['ANSIBLE_CONNECTION_PASSWORD_FILE'],
    kind: 'path',
    help: '`--connection-password-file`',
  },
  {
    name: 'become',
    keys: ['privilege_escalation.become'],
    env: ['ANSIBLE_BECOME'],
    kind: 'flag',
    help: '`--become`',
  },
  {
    name: 'becomeMethod',
    keys: ['privilege_escalation.become_method'],
    env: ['ANSIBLE_BECOME_METHOD'],
    kind: 'text',
    help: '`--become-method`',
  },
  {
    name: 'becomeUser',
    keys: ['privilege_escalation.become_user', 'sudo_become_plugin.user'],
    env: ['ANSIBLE_BECOME_USER', 'ANSIBLE_SUDO_USER'],
    kind: 'text',
    help: '`--become-user`',
  },
  {
    name: 'becomeFlags',
    keys: ['privilege_escalation.become_flags', 'sudo_become_plugin.flags'],
    env: ['ANSIBLE_BECOME_FLAGS', 'ANSIBLE_SUDO_FLAGS'],
    kind: 'text',
    help: 'as `ansible_become_flags`',
  },
  {
    name: 'becomeExe',
    keys: ['privilege_escalation.become_exe', 'sudo_become_plugin.executable'],
    env: ['ANSIBLE_BECOME_EXE', 'ANSIBLE_SUDO_EXE'],
    kind: 'text',
    help: 'as `ansible_become_exe`',
  },
  {
    name: 'askBecomePass',
    keys: ['privilege_escalation.become_ask_pass'],
    env: ['ANSIBLE_BECOME_ASK_PASS'],
    kind: 'flag',
    help: '`--ask-become-pass`',
  },
  {
    name: 'becomePasswordFile',
    keys: ['defaults.become_password_file'],
    env: ['ANSIBLE_BECOME_PASSWORD_FILE'],
    kind: 'path',
    help: '`--become-password-file`',
  },
  {
    name: 'hostKeyChecking',
    keys: ['defaults.host_key_checking', 'ssh_connection.host_key_checking'],
    env: ['ANSIBLE_HOST_KEY_CHECKING', 'ANSIBLE_SSH_HOST_KEY_CHECKING'],
    kind: 'flag',
    help: 'only `True`: host keys are always verified',
  },
  {
    name: 'sshArgs',
    keys: ['ssh_connection.ssh_args'],
    env: ['ANSIBLE_SSH_ARGS'],
    kind: 'text',
    help: 'as `ansible_ssh_args`',
  },
  {
    name: 'sshCommonArgs',
    keys: ['ssh_connection.ssh_common_args'],
    env: ['ANSIBLE_SSH_COMMON_ARGS'],
    kind: 'text',
    help: '`--ssh-common-args`',
  },
  {
    name: 'sshExtraArgs',
    keys: ['ssh_connection.ssh_extra_args'],
    env: ['ANSIBLE_SSH_EXTRA_ARGS'],
    kind: 'text',
    help: '`--ssh-extra-args`',
  },
  {
    name: 'rolesPath',
    keys: ['defaults.roles_path'],
    env: ['ANSIBLE_ROLES_PATH'],
    kind: 'pathspec',
    help: 'directories of roles',
  },
  {
    name: 'forceHandlers',
    keys: ['defaults.force_handlers'],
    env: ['ANSIBLE_FORCE_HANDLERS'],
    kind: 'flag',
    help: '`--force-handlers`',
  },
  {
    name: 'verbosity',
    keys: ['defaults.verbosity'],
    env: ['ANSIBLE_VERBOSITY'],
    kind: 'number',
    help: 'how often `-v` is given',
  },
  {
    name: 'vaultPasswordFile',
    keys: ['defaults.vault_password_file'],
    env: ['ANSIBLE_VAULT_PASSWORD_FILE'],
    kind: 'path',
    help: '`--vault-password-file`',
  },
  {
    name: 'vaultIdentityList',
    keys: ['defaults.vault_identity_list'],
    env: ['ANSIBLE_VAULT_IDENTITY_LIST'],
    kind: 'text',
    help: '`--vault-id`, with commas between them',
  },
  {
    name: 'askVaultPass',
    keys: ['defaults.ask_vault_pass'],
    env: ['ANSIBLE_ASK_VAULT_PASS'],
    kind: 'flag',
    help: '`--ask-vault-pass`',
  },
] as const satisfies readonly Setting[]

export type Name = (typeof settings)[number]['name']

/** Settings that would change what a playbook means, with the values that do not. */
export const refusedSettings: readonly { readonly key: string; readonly env: string; readonly harmless: RegExp }[] = [
  { key: 'defaults.hash_behaviour', env: 'ANSIBLE_HASH_BEHAVIOUR', harmless: /^replace$/i },
  { key: 'defaults.error_on_undefined_vars', env: 'ANSIBLE_ERROR_ON_UNDEFINED_VARS', harmless: /^(true|yes|on|1)$/i },
  { key: 'defaults.jinja2_extensions', env: 'ANSIBLE_JINJA2_EXTENSIONS', harmless: /^(\[\])?$/ },
  { key: 'defaults.precedence', env: 'ANSIBLE_PRECEDENCE', harmless: /^$/ },
  { key: 'defaults.no_log', env: 'ANSIBLE_NO_LOG', harmless: /^(false|no|off|0)$/i },
  { key: 'defaults.any_errors_fatal', env: 'ANSIBLE_ANY_ERRORS_FATAL', harmless: /^(false|no|off|0)$/i },
  { key: 'defaults.private_role_vars', env: 'ANSIBLE_PRIVATE_ROLE_VARS', harmless: /^(false|no|off|0)$/i },
  { key: 'defaults.task_timeout', env: 'ANSIBLE_TASK_TIMEOUT', harmless: /^0$/ },
]
