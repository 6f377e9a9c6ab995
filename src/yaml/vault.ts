/** Encrypted files and values of YAML, with the place of what cannot be decrypted. */
import type { Scalar } from 'yaml'
import { type Diagnostic, type Place, SwkError } from '../errors/diagnostic.ts'
import { Secret } from '../secret/index.ts'
import { currentKeyring, decrypt, isEncrypted, type Locked, readEnvelope } from '../vault/index.ts'

/** The text of a file: decrypted, where ansible-vault has encrypted all of it. Throws SwkError `vault-locked`. */
export function decryptText(file: string, text: string): { readonly text: string; readonly isSecret?: true } {
  if (!isEncrypted(text)) return { text }
  const plain = decrypt(text)
  if (Buffer.isBuffer(plain)) return { text: plain.toString('utf8'), isSecret: true }
  const source = text.split(/\r?\n/)[0] ?? ''
  throw new SwkError(locked(plain, { file, line: 1, column: 1, length: source.length, source }))
}

/** The value of `!vault`. It is decrypted when something uses it, with the passwords of now. */
export function decryptValue(node: Scalar, place: Place, problems: Diagnostic[]): Secret {
  const text = String(node.value ?? '')
  const envelope = readEnvelope(text)
  if ('wrong' in envelope)
    problems.push({ code: 'bad-value', message: `The encrypted value ${envelope.wrong}.`, place })
  const keyring = currentKeyring()
  return new Secret(() => {
    const plain = decrypt(text, keyring)
    if (Buffer.isBuffer(plain)) return plain.toString('utf8')
    throw new SwkError(locked(plain, place))
  })
}

export function locked({ message, hint }: Locked, place: Place): Diagnostic {
  return { code: 'vault-locked', message, place, ...(hint !== undefined && { hint }) }
}
