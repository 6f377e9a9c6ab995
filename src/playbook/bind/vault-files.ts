/** Files of the project that ansible-vault has encrypted: read as they are meant, and known as secrets. */
import { type Place, SwkError } from '../../errors/diagnostic.ts'
import { learn } from '../../secret/index.ts'
import { isEncrypted, plainBytes } from '../../vault/index.ts'
import { locked } from '../../yaml/vault.ts'

/** `place`: where the task names the file. Throws SwkError `vault-locked`. */
export function decryptFile(file: string, bytes: Buffer, place?: Place): Buffer {
  if (!isEncrypted(bytes)) return bytes
  const plain = plainBytes(bytes)
  if (!Buffer.isBuffer(plain))
    throw new SwkError(
      locked({ ...plain, message: `${file}: ${plain.message}` }, place ?? { file, line: 1, column: 1 }),
    )
  learn(plain.toString('utf8'))
  return plain
}
