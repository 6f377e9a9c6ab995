/** Certificate requests. */
import { absolutePath, args, defineModule, flag, notYet, ownership, z } from 'swk'
import { checkRequest, configOf, type Request, requestAliases, requestArgs, requestResult } from './openssl/request.ts'
import { writtenRefs, writtenWants } from './openssl/written.ts'

export default defineModule({
  name: 'openssl_csr',
  summary:
    'Ensures that a certificate request (CSR) exists, signed with openssl on the host. A request for something else, or of another key, is replaced.',
  args: args(
    {
      path: absolutePath.describe('The file of the request.'),
      state: z.enum(['present', 'absent']).default('present').describe('Whether it is there.'),
      ...requestArgs,
      privatekey_path: requestArgs.privatekey_path.optional(),
      ...ownership,
      force: flag.default(false).describe('Make a request each time.'),
      backup: flag.optional().describe('Accepted without effect.'),
      return_content: notYet(),
    },
    {
      aliases: requestAliases,
      check(given, fail) {
        if (given.state === 'absent') return
        if (given.privatekey_path === undefined) fail({ code: 'missing-key', message: '`privatekey_path` is missing.' })
        checkRequest(requestOf(given), fail)
      },
    },
  ),
  examples: [
    'openssl_csr: { path: /etc/ssl/m.csr, privatekey_path: /etc/ssl/private/m.pem, common_name: matrix.example.org }',
  ],
  reads: args => writtenRefs(args, csrOf(args)),
  plan: (args, observed) => writtenWants(args, csrOf(args), observed),
  intent: ({ path }) => `a certificate request in ${path}`,
  result: args => ({ filename: args.path, ...requestResult(requestOf(args)) }),
})

type Args = Omit<Request, 'privatekey_path'> & {
  readonly path: string
  readonly force: boolean
  readonly privatekey_path?: string | undefined
}

const requestOf = (args: Omit<Args, 'path' | 'force'>): Request => ({
  ...args,
  privatekey_path: args.privatekey_path ?? '',
})

const csrOf = (args: Args) => ({
  what: 'csr' as const,
  title: `certificate request ${args.path}`,
  path: args.path,
  from: [args.privatekey_path ?? '', args.digest, configOf(requestOf(args)), ''],
  isMadeAnew: args.force,
  needs: [['private key', args.privatekey_path ?? ''] as const],
})
