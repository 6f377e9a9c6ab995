/** Keys, requests and certificates: what is refused, and the configuration that openssl gets. */
import { expect, it, test } from 'vitest'
import csr from '../../modules/openssl-csr.ts'
import pipe from '../../modules/openssl-csr-pipe.ts'
import key from '../../modules/openssl-privatekey.ts'
import certificate from '../../modules/x509-certificate.ts'
import { faults, parsed, plan } from './support.ts'

const signed = { path: '/c', provider: 'selfsigned', privatekey_path: '/k' }
test.each([
  [key, { path: '/k', type: 'ECC' }, 'needs `curve`'],
  [key, { path: '/k', passphrase: 'x' }, 'not supported yet'],
  [key, { path: '/k', return_content: true }, 'not supported yet'],
  [csr, { path: '/r' }, '`privatekey_path` is missing'],
  [csr, { path: '/r', privatekey_path: '/k', subject_alt_name: 'a.example.org' }, 'This is not a name'],
  [pipe, { privatekey_path: '/k', O: 'a\nb' }, 'must be one line'],
  [pipe, { privatekey_path: '/k', key_usage: ['x\ny'] }, 'not the name of a usage'],
  [certificate, { path: '/c', privatekey_path: '/k' }, '`provider` is missing'],
  [certificate, { ...signed, provider: 'acme' }, 'Only self-signed'],
  [certificate, { ...signed, csr_path: '/r', csr_content: 'x' }, 'exclude each other'],
  [certificate, { ...signed, selfsigned_not_after: '20300101000000Z' }, 'Only a time from now'],
])('%# is refused', (module, args, message) => {
  expect(faults(module, args).join()).toContain(message)
})

const ref = (module: typeof key, args: object) => {
  const [first] = module.reads(parsed(module, args))
  return `${first?.kind}:${first?.id}`
}

const root = { 'path:/': { type: 'directory', owner: 'root', group: 'root', mode: '0755' } }

it('makes a key anew only where `regenerate` has it so', () => {
  const args = (regenerate: string) => ({ path: '/k', regenerate })
  const broken = (how: string) => ({ ...root, [ref(key, args(how))]: { right: 'no', broken: 'yes', mode: '0600' } })
  expect(plan(key, args('full_idempotence'), broken('full_idempotence'))).toMatchObject([
    { state: { right: 'yes', mode: '0600' } },
  ])
  for (const how of ['fail', 'partial_idempotence'])
    expect(() => plan(key, args(how), broken(how))).toThrow('cannot be read as a private key')
  const right = { ...root, [ref(key, args('always'))]: { right: 'yes', mode: '0600' } }
  expect(plan(key, args('always'), right).map(want => want.state === null)).toEqual([true, false])
})

it('needs the key, a directory, and no directory in its place', () => {
  const file = { type: 'file', owner: 'root', group: 'root', mode: '0600' }
  expect(() => plan(certificate, signed, root)).toThrow('the private key /k does not exist')
  expect(() => plan(key, { path: '/nowhere/k' }, root)).toThrow('the directory /nowhere does not exist')
  expect(() => plan(certificate, signed, { ...root, 'path:/k': file, 'path:/c': root['path:/'] })).toThrow(
    '/c exists and is not a file but a directory',
  )
  expect(plan(certificate, signed, { ...root, 'path:/k': file })).toMatchObject([{ state: { right: 'yes' } }])
})

it('quotes what means something to openssl, and takes the common name for a name of the host', () => {
  const args = { privatekey_path: '/k', common_name: 'a.example.org', O: 'A $B "C" #\\' }
  const config = JSON.parse(ref(pipe as typeof key, args).slice('managed:'.length)).args[4]
  expect(config).toContain('0.O = A \\$B \\"C\\" \\#\\\\\n1.CN = a.example.org\n')
  expect(config).toContain('subjectAltName = DNS:a.example.org')
  const without = JSON.parse(ref(pipe as typeof key, { ...args, use_common_name_for_san: false }).slice(8)).args[4]
  expect(without).not.toContain('subjectAltName')
})

it('registers no request without a key', () => {
  expect(() => plan(pipe, { privatekey_path: '/k', common_name: 'a' })).toThrow('/k does not exist')
})
