/** The text of an encrypted file or value: a header with the version and the vault id, then lines of hex. Pure. */
import type { Sealed } from './cipher.ts'

export type Envelope = Sealed & {
  /** The vault id of format 1.2. */
  readonly label?: string
}

const MARK = '$ANSIBLE_VAULT'
const WIDTH = 80

export function isEncrypted(text: string | Buffer): boolean {
  const start = typeof text === 'string' ? text.slice(0, MARK.length) : text.toString('latin1', 0, MARK.length)
  return start === MARK
}

/** The parts of an encrypted text, or what is wrong with it. */
export function readEnvelope(text: string): Envelope | { readonly wrong: string } {
  const [header = '', ...lines] = text.trim().split(/\r?\n/)
  const [mark, version = '', cipher = '', label] = header.trim().split(';')
  if (mark !== MARK) return { wrong: `does not start with ${MARK}` }
  if (!/^1\.[12]$/.test(version)) return { wrong: `has the format ${version || '(none)'}; expected 1.1 or 1.2` }
  if (cipher !== 'AES256') return { wrong: `has the cipher ${cipher || '(none)'}; expected AES256` }
  const parts = fromHex(lines.map(line => line.trim()).join(''))
    ?.toString('latin1')
    .split('\n')
    .map(fromHex)
  const [salt, hmac, ciphertext] = parts ?? []
  if (!salt || !hmac || !ciphertext || parts?.length !== 3)
    return { wrong: 'is damaged: its lines are not a salt, a signature and a text in hex' }
  return { salt, hmac, ciphertext, ...(label && { label }) }
}

/** Format 1.2 where there is a vault id, otherwise 1.1, as ansible-vault writes them. */
export function writeEnvelope({ salt, hmac, ciphertext, label }: Envelope): string {
  const named = label !== undefined && label !== 'default'
  const header = named ? `${MARK};1.2;AES256;${label}` : `${MARK};1.1;AES256`
  const inner = [salt, hmac, ciphertext].map(part => part.toString('hex')).join('\n')
  const body = Buffer.from(inner, 'latin1').toString('hex')
  return `${[header, ...(body.match(new RegExp(`.{1,${WIDTH}}`, 'g')) ?? [])].join('\n')}\n`
}

function fromHex(text: string): Buffer | undefined {
  return /^(?:[0-9a-fA-F]{2})+$/.test(text) ? Buffer.from(text, 'hex') : undefined
}
