/** Certificate requests that only later tasks use. */
import { args, defineModule, managed, Refusal, see, z } from 'swk'
import { checkRequest, configOf, type Request, requestAliases, requestArgs, requestResult } from './openssl/request.ts'

export default defineModule({
  name: 'openssl_csr_pipe',
  summary: 'Registers a certificate request (`csr`) that a key of the host has signed. Nothing changes on the host.',
  args: args(
    { ...requestArgs, content: z.string().optional().describe('Accepted: the request is signed again each time.') },
    { aliases: requestAliases, check: checkRequest },
  ),
  examples: ['openssl_csr_pipe: { privatekey_path: /etc/ssl/private/m.pem, common_name: matrix.example.org }'],
  reads: args => [pipe(args)],
  plan(args, observed) {
    if (see(observed, pipe(args))?.content === undefined)
      throw new Refusal(`the private key ${args.privatekey_path} does not exist`, {
        hint: 'Make it in an earlier task (module `openssl_privatekey`).',
      })
    return []
  },
  result: (args, observed) => ({
    csr: Buffer.from(see(observed, pipe(args))?.content ?? '', 'base64').toString(),
    ...requestResult(args),
  }),
})

const pipe = (request: Request) =>
  managed({
    program: 'openssl',
    title: `certificate request for ${request.privatekey_path}`,
    args: ['pipe', '-', request.privatekey_path, request.digest, configOf(request), ''],
  })
