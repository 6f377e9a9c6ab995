/** The vault passwords of a run, and what is decrypted with them. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { open, seal } from './cipher.ts'
import { isEncrypted, readEnvelope, writeEnvelope } from './envelope.ts'

/** A password with the vault id that it was given for; `default` without one. */
export type VaultKey = { readonly label: string; readonly password: Buffer }
export type Keyring = readonly VaultKey[]

/** Why a text cannot be decrypted, for people. */
export type Locked = { readonly message: string; readonly hint?: string }

const current = new AsyncLocalStorage<Keyring>()

/** All that `work` reads is decrypted with these passwords, what it awaits included. */
export function withKeyring<T>(keyring: Keyring, work: () => T): T {
  return current.run(keyring, work)
}

export function currentKeyring(): Keyring {
  return current.getStore() ?? []
}

/** As in Ansible the passwords of the text's own vault id come first, then all others. */
export function decrypt(text: string, keyring: Keyring = currentKeyring()): Buffer | Locked {
  const envelope = readEnvelope(text)
  if ('wrong' in envelope) return { message: `The encrypted text ${envelope.wrong}.` }
  const { label = 'default' } = envelope
  const hint = 'Give it with --vault-password-file FILE, --vault-id LABEL@FILE or --ask-vault-pass.'
  const named = envelope.label === undefined ? '' : ` (vault id \`${label}\`)`
  if (keyring.length === 0)
    return { message: `A vault password is needed to decrypt this${named}; none was given.`, hint }
  const ordered = [...keyring.filter(key => key.label === label), ...keyring.filter(key => key.label !== label)]
  for (const { password } of ordered) {
    const plain = open(envelope, password)
    if (plain) return plain
  }
  const labels = [...new Set(keyring.map(key => key.label))].join(', ')
  return { message: `No given vault password decrypts this${named}; tried ${labels}.`, hint }
}

/** The bytes as they are meant: decrypted where ansible-vault has encrypted them. */
export function plainBytes(bytes: Buffer, keyring: Keyring = currentKeyring()): Buffer | Locked {
  return isEncrypted(bytes) ? decrypt(bytes.toString('latin1'), keyring) : bytes
}

export function encrypt(plain: Buffer, { label, password }: VaultKey): string {
  return writeEnvelope({ ...seal(plain, password), label })
}
