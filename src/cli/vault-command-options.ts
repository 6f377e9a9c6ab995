import type { Options } from './args.ts'
import { vaultOptions } from './vault-options.ts'

/** The options of `swk vault`, with ansible-vault's names. */
export const vaultCommandOptions = {
  ...vaultOptions,
  'encrypt-vault-id': { type: 'string', value: 'LABEL', help: 'which of the given passwords encrypts' },
  'new-vault-id': { type: 'string', value: 'LABEL@SOURCE', help: 'rekey: the new password' },
  'new-vault-password-file': {
    type: 'string',
    value: 'FILE',
    help: 'rekey: the new password, or a program that prints it',
  },
  output: { type: 'string', value: 'FILE', help: 'encrypt, decrypt: write there (- is standard output)' },
  name: {
    type: 'string',
    short: 'n',
    multiple: true,
    value: 'NAME',
    help: 'encrypt-string: the variable of each text',
  },
  'stdin-name': { type: 'string', value: 'NAME', help: 'encrypt-string: the variable of the text on standard input' },
} as const satisfies Options
