/** Whether the text of a private key asks for a passphrase (PEM, PKCS 8, OpenSSH's own format). */
export function isEncrypted(key: string): boolean {
  if (/^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(key)) return true
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*?)-----END/.exec(key)?.[1]
  if (body === undefined) return false
  // "openssh-key-v1", NUL, length of the cipher's name, the name: "none" for a plain key.
  const bytes = Buffer.from(body, 'base64')
  const length = bytes.length >= 19 ? bytes.readUInt32BE(15) : 0
  return bytes.toString('latin1', 19, 19 + length) !== 'none'
}
