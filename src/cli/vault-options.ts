/** The options that give vault passwords, with Ansible's names. */
import type { AnsibleConfig } from './ansible-config.ts'
import type { Options, Values } from './args.ts'

export const vaultOptions = {
  'vault-id': {
    type: 'string',
    multiple: true,
    value: 'LABEL@SOURCE',
    help: 'a vault password: a file, a program that prints it, or prompt',
  },
  'vault-password-file': {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'the vault password, or a program that prints it',
  },
  'ask-vault-pass': { type: 'boolean', short: 'J', help: 'prompt for the vault password' },
} as const satisfies Options

/** Where one vault password comes from. */
export type VaultSource = { readonly label: string; readonly option: string } & (
  | { readonly type: 'prompt' }
  | { readonly type: 'file'; readonly file: string }
)

type Given = Pick<Values<typeof vaultOptions>, keyof typeof vaultOptions>

/** All that the command line names; what the configuration and the environment name comes after it. Pure. */
export function vaultSources(values: Given, config: AnsibleConfig): readonly VaultSource[] {
  const listed = config.vaultIdentityList?.split(',').map(text => text.trim()) ?? []
  const files = values['vault-password-file'] ?? []
  const isAsked =
    values['ask-vault-pass'] ?? (files.length === 0 && values['vault-id'] === undefined && config.askVaultPass)
  const configured = config.vaultPasswordFile
  return [
    ...(values['vault-id'] ?? []).map(text => vaultId(text, '--vault-id')),
    ...files.map(file => fileSource('default', file, '--vault-password-file')),
    ...(isAsked ? [{ type: 'prompt', label: 'default', option: '--ask-vault-pass' } as const] : []),
    ...listed.filter(Boolean).map(text => vaultId(text, 'vault_identity_list')),
    ...(configured === undefined ? [] : [fileSource('default', configured, 'vault_password_file')]),
  ]
}

/** `LABEL@SOURCE`, or a source alone. */
function vaultId(text: string, option: string): VaultSource {
  const at = text.indexOf('@')
  const label = at > 0 ? text.slice(0, at) : 'default'
  const source = text.slice(at + 1)
  return /^prompt(?:_ask_vault_pass)?$/.test(source)
    ? { type: 'prompt', label, option }
    : fileSource(label, source, option)
}

function fileSource(label: string, file: string, option: string): VaultSource {
  return { type: 'file', label, file, option }
}
