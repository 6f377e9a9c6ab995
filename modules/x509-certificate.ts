/** Certificates that their own key has signed. */
import { absolutePath, args, defineModule, editFailure, flag, notYet, ownership, z } from 'swk'
import { writtenRefs, writtenWants } from './openssl/written.ts'

const seconds: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 }

const duration = z
  .string()
  .superRefine((given, context) => {
    if (/^\+(\d+[wdhms])+$/.test(given)) return
    const message = 'Only a time from now is supported yet.'
    editFailure(context, { code: 'not-supported', message, found: given, expected: 'such as +3650d or +2w' })
  })
  .transform(given =>
    [...given.matchAll(/(\d+)([wdhms])/g)].reduce(
      (sum, [, count, unit = '']) => sum + Number(count) * (seconds[unit] ?? 0),
      0,
    ),
  )

export default defineModule({
  name: 'x509_certificate',
  summary:
    'Ensures that a self-signed certificate exists, signed with openssl on the host. It is replaced if its request or its key is another one, not if it has expired.',
  args: args(
    {
      path: absolutePath.describe('The file of the certificate.'),
      state: z.enum(['present', 'absent']).default('present').describe('Whether it is there.'),
      provider: z
        .string()
        .optional()
        .superRefine((given, context) => {
          if (given === undefined || given === 'selfsigned') return
          const message = 'Only self-signed certificates are supported yet.'
          editFailure(context, { code: 'not-supported', message, found: given, expected: 'selfsigned' })
        })
        .describe('`selfsigned`.'),
      privatekey_path: absolutePath.optional().describe('The private key that signs it.'),
      csr_path: absolutePath.optional().describe('The request that says what it is for.'),
      csr_content: z.string().optional().describe('The same as text, as `openssl_csr_pipe` registers it.'),
      selfsigned_digest: z.string().regex(/^\w+$/).default('sha256').describe('The hash that is signed.'),
      selfsigned_not_after: duration.optional().describe('How long it is valid, rounded up to days. Default: +3650d.'),
      selfsigned_not_before: z.literal('+0s').optional().describe('Only from now on.'),
      selfsigned_version: z.literal(3).optional().describe('Accepted: there is only 3.'),
      ignore_timestamps: flag.optional().describe('Accepted: a certificate is not renewed for its time.'),
      force: flag.default(false).describe('Make a certificate each time.'),
      ...ownership,
      backup: flag.optional().describe('Accepted without effect.'),
      select_crypto_backend: z.string().optional().describe('Accepted.'),
      privatekey_content: notYet('Name the key with `privatekey_path`.'),
      privatekey_passphrase: notYet(),
      selfsigned_create_subject_key_identifier: z.string().optional().describe('Accepted: openssl decides.'),
      return_content: notYet(),
    },
    {
      aliases: { privatekey: 'privatekey_path', selfsigned_notAfter: 'selfsigned_not_after' },
      check({ state, provider, privatekey_path, csr_path, csr_content }, fail) {
        if (state === 'absent') return
        if (provider === undefined)
          fail({ code: 'missing-key', message: '`provider` is missing.', expected: 'selfsigned' })
        if (privatekey_path === undefined) fail({ code: 'missing-key', message: '`privatekey_path` is missing.' })
        if (csr_path !== undefined && csr_content !== undefined)
          fail({ message: '`csr_path` and `csr_content` exclude each other.', path: ['csr_content'] })
      },
    },
  ),
  examples: [
    'x509_certificate: { path: /etc/ssl/m.crt, provider: selfsigned, privatekey_path: /etc/ssl/private/m.pem, csr_path: /etc/ssl/m.csr }',
  ],
  reads: args => writtenRefs(args, certificateOf(args)),
  plan: (args, observed) => writtenWants(args, certificateOf(args), observed),
  intent: ({ path }) => `a certificate in ${path}`,
  result: ({ path, privatekey_path, csr_path }) => ({
    filename: path,
    privatekey: privatekey_path ?? null,
    csr: csr_path ?? null,
  }),
})

type Args = {
  readonly path: string
  readonly privatekey_path?: string | undefined
  readonly csr_path?: string | undefined
  readonly csr_content?: string | undefined
  readonly selfsigned_digest: string
  readonly selfsigned_not_after?: number | undefined
  readonly force: boolean
}

const certificateOf = (args: Args) => ({
  what: 'certificate' as const,
  title: `certificate ${args.path}`,
  path: args.path,
  from: [args.privatekey_path ?? '', args.selfsigned_digest, args.csr_path ?? '', args.csr_content ?? ''],
  days: Math.max(1, Math.ceil((args.selfsigned_not_after ?? 3650 * 86_400) / 86_400)),
  isMadeAnew: args.force,
  needs: [
    ['private key', args.privatekey_path ?? ''] as const,
    ...(args.csr_path === undefined ? [] : [['certificate request', args.csr_path] as const]),
  ],
})
