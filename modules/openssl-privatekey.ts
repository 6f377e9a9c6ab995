/** Private keys. */
import { absolutePath, args, defineModule, flag, integer, notYet, ownership, z } from 'swk'
import { refuseOther, stateOf, writtenRefs, writtenWants } from './openssl/written.ts'

const curves: Readonly<Record<string, string>> = { secp256r1: 'prime256v1', secp192r1: 'prime192v1' }

export default defineModule({
  name: 'openssl_privatekey',
  summary: 'Ensures that a private key exists, created with openssl on the host. Its text never leaves the host.',
  args: args(
    {
      path: absolutePath.describe('The file of the key.'),
      state: z.enum(['present', 'absent']).default('present').describe('Whether it is there.'),
      type: z.enum(['RSA', 'ECC', 'Ed25519', 'Ed448', 'X25519', 'X448']).default('RSA').describe('The algorithm.'),
      size: integer.default(4096).describe('Bits of an RSA key.'),
      curve: z.string().regex(/^\w+$/).optional().describe('The curve of an ECC key, such as secp384r1.'),
      regenerate: z
        .enum(['never', 'fail', 'partial_idempotence', 'full_idempotence', 'always'])
        .default('full_idempotence')
        .describe(
          'What to do with a key of another type or size, or with one that cannot be read (`full_idempotence`).',
        ),
      force: flag.default(false).describe('Make a key each time.'),
      ...ownership,
      mode: ownership.mode.describe('Default: 0600.'),
      format: z.enum(['auto', 'auto_ignore', 'pkcs1']).optional().describe('PKCS #1 for RSA and ECC, else PKCS #8.'),
      format_mismatch: z.string().optional().describe('Accepted: the format of a key that is there is kept.'),
      backup: flag.optional().describe('Accepted without effect.'),
      select_crypto_backend: z.string().optional().describe('Accepted.'),
      passphrase: notYet(),
      cipher: notYet(),
      return_content: notYet('The text of the key never leaves the host.'),
    },
    {
      check({ type, curve, state }, fail) {
        if (state === 'present' && type === 'ECC' && curve === undefined)
          fail({ code: 'missing-key', message: '`type: ECC` needs `curve`.' })
      },
    },
  ),
  examples: ['openssl_privatekey: { path: /etc/ssl/private/matrix.example.org.pem, type: ECC, curve: secp384r1 }'],
  reads: args => writtenRefs(withMode(args), keyOf(args)),
  plan(args, observed) {
    const own = withMode(args)
    if (args.state === 'present') refuseOther(stateOf(own, keyOf(args), observed), args.regenerate, args.path)
    return writtenWants(own, keyOf(args), observed)
  },
  intent: ({ path }) => `a private key in ${path}`,
  result: ({ path, type, size, curve }) => ({
    filename: path,
    type,
    ...(type === 'RSA' ? { size } : type === 'ECC' ? { curve } : {}),
  }),
})

type Args = {
  readonly path: string
  readonly type: string
  readonly size: number
  readonly curve?: string | undefined
  readonly force: boolean
  readonly regenerate: string
}

const withMode = <T extends { readonly mode?: string | undefined }>(args: T) => ({ ...args, mode: args.mode ?? '0600' })

const keyOf = ({ path, type, size, curve = '', force, regenerate }: Args) => ({
  what: 'key' as const,
  title: `private key ${path}`,
  path,
  from: [
    type.toUpperCase(),
    type === 'RSA' ? String(size) : '',
    type === 'ECC' ? (curves[curve] ?? curve) : '',
    regenerate === 'never' ? 'keep' : '',
  ],
  isMadeAnew: force || regenerate === 'always',
})
