import { expect, it } from 'vitest'
import { isEncrypted } from '../../../src/transport/ssh/encrypted.ts'

const openssh = (cipher: string) => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(cipher.length)
  const body = Buffer.concat([Buffer.from('openssh-key-v1\0'), length, Buffer.from(cipher), Buffer.alloc(80)])
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${body.toString('base64').replace(/.{70}/g, '$&\n')}\n-----END OPENSSH PRIVATE KEY-----\n`
}

it.each([
  ['a plain OpenSSH key', openssh('none'), false],
  ['an encrypted OpenSSH key', openssh('aes256-ctr'), true],
  ['an encrypted PEM key', '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n', true],
  ['an encrypted PKCS 8 key', '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII\n', true],
  ['a plain PEM key', '-----BEGIN RSA PRIVATE KEY-----\nMII\n', false],
  ['no key at all', 'ssh-ed25519 AAAA', false],
])('%s', (_, text, expected) => {
  expect(isEncrypted(text)).toBe(expected)
})
