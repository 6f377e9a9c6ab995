/** Content and data in the forms that states hold them. */
import { createHash, createHmac } from 'node:crypto'
import { encodeText } from '../resources/text.ts'

/** Hex SHA-256 of bytes, or of a text as UTF-8: how states name the content of a file. */
export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(encodeText(content)).digest('hex')
}

/** JSON as Python's json.dumps writes it: with a space behind commas and colons, and ASCII only. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, inner]) => `${pythonJson(key)}: ${pythonJson(inner)}`)
      .join(', ')}}`
  const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  return (JSON.stringify(value) ?? 'null').replace(/[\u007f-\uffff]/g, escaped)
}

export { canonical } from '../resources/canonical.ts'

/** Whether a hashed name of ssh's known_hosts (`|1|SALT|HASH`) is that of a host. */
export function isHashOfHost(hashed: string, host: string): boolean {
  const [, salt, hash] = /^\|1\|([^|]+)\|([^|]+)$/.exec(hashed) ?? []
  if (salt === undefined) return false
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(host).digest('base64') === hash
}
