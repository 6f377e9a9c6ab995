/** The cipher of Ansible Vault: AES-256-CTR and HMAC-SHA256 with keys from PBKDF2. Pure but for the salt. */
import { createCipheriv, createDecipheriv, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

/** What the body of an encrypted text holds. */
export type Sealed = { readonly salt: Buffer; readonly hmac: Buffer; readonly ciphertext: Buffer }

/** AES's block: the plain text is padded to a multiple of it (PKCS #7), although CTR does not need that. */
const BLOCK = 16

export function seal(plain: Buffer, password: Buffer, salt = randomBytes(32)): Sealed {
  const { cipherKey, hmacKey, counter } = deriveKeys(password, salt)
  const count = BLOCK - (plain.length % BLOCK)
  const cipher = createCipheriv('aes-256-ctr', cipherKey, counter)
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(count, count)), cipher.final()])
  return { salt, hmac: sign(ciphertext, hmacKey), ciphertext }
}

/** Undefined where the password is another one, or the text was changed. */
export function open({ salt, hmac, ciphertext }: Sealed, password: Buffer): Buffer | undefined {
  const { cipherKey, hmacKey, counter } = deriveKeys(password, salt)
  const expected = sign(ciphertext, hmacKey)
  if (expected.length !== hmac.length || !timingSafeEqual(expected, hmac)) return undefined
  const decipher = createDecipheriv('aes-256-ctr', cipherKey, counter)
  const padded = Buffer.concat([decipher.update(ciphertext), decipher.final()])
  return padded.subarray(0, padded.length - (padded.at(-1) ?? 0))
}

function deriveKeys(password: Buffer, salt: Buffer) {
  const keys = pbkdf2Sync(password, salt, 10_000, 80, 'sha256')
  return { cipherKey: keys.subarray(0, 32), hmacKey: keys.subarray(32, 64), counter: keys.subarray(64) }
}

function sign(ciphertext: Buffer, key: Buffer): Buffer {
  return createHmac('sha256', key).update(ciphertext).digest()
}
