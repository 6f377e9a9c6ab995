/** Ansible Vault: encrypted files and values, read and written as ansible-vault does. */
export { isEncrypted, readEnvelope } from './envelope.ts'
export {
  currentKeyring,
  decrypt,
  encrypt,
  type Keyring,
  type Locked,
  plainBytes,
  type VaultKey,
  withKeyring,
} from './keyring.ts'
