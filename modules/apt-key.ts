/** Keys that apt trusts for every repository, as apt-key wrote them. */
import { absolutePath, args, defineModule, flag, type HostView, managed, Refusal, see, text, want, z } from 'swk'

const sources = ['url', 'data', 'file', 'keyserver'] as const

export default defineModule({
  name: 'apt_key',
  summary:
    'Adds a key to those that apt trusts, or removes one. For the key of one repository, `deb822_repository` is better.',
  args: args(
    {
      id: z
        .string('A number in YAML loses its form: write it in quotes.')
        .transform(id => id.replace(/^0x|\s/gi, '').toUpperCase())
        .refine(id => /^([\dA-F]{8}|[\dA-F]{16}|[\dA-F]{40})$/.test(id), 'Must be 8, 16 or 40 hexadecimal digits.')
        .optional()
        .describe('The number or the fingerprint of the key. Without it, the source is read on each run.'),
      url: z
        .string()
        .regex(/^(https?|ftp):\/\//, 'Must be a URL.')
        .optional()
        .describe('Where the host fetches the key.'),
      data: text.optional().describe('The key itself, ASCII-armoured.'),
      file: absolutePath.optional().describe('The file on the host that holds the key.'),
      keyserver: text.optional().describe('The keyserver that is asked for `id`; the host needs the package dirmngr.'),
      keyring: absolutePath
        .optional()
        .describe('The keyring. Default: all that apt trusts; a new key comes into /etc/apt/trusted.gpg.d/NUMBER.gpg.'),
      state: z.enum(['present', 'absent']).default('present').describe('Whether apt trusts the key.'),
      validate_certs: flag.optional().describe('Only `true`: certificates are always verified.'),
    },
    {
      aliases: { key: 'data' },
      check(given, fail) {
        const named = sources.filter(key => given[key] !== undefined)
        if (named.length > 1)
          fail({ message: `\`${named[0]}\` and \`${named[1]}\` exclude each other.`, path: [named[1] as string] })
        if (given.validate_certs === false)
          fail({ message: 'Certificates are always verified.', path: ['validate_certs'] })
        if (given.id === undefined && (given.state === 'absent' || given.keyserver !== undefined || named.length === 0))
          fail({ code: 'missing-key', message: '`id` is missing.', expected: '`id`' })
        else if (given.state === 'present' && named.length === 0)
          fail({ code: 'missing-key', message: `One of ${sources.map(key => `\`${key}\``).join(', ')} is needed.` })
      },
    },
  ),
  examples: [
    'apt_key: { id: 9DC858229FC7DD38854AE2D88D81803C0EBFCD88, url: https://download.docker.com/linux/debian/gpg }',
    'apt_key: { id: 0EBFCD88, state: absent }',
  ],
  reads: args => [keyOf(args)],
  plan(args, observed) {
    const now = see(observed, keyOf(args))
    if (now?.tool !== undefined)
      throw new Refusal(`${now.tool} is not installed`, { hint: 'Install the package gnupg in an earlier task.' })
    if (now?.lacks !== undefined) throw new Refusal(`the directory ${now.lacks} does not exist`)
    if (now?.open !== undefined)
      throw new Refusal(`others than root can write to ${now.open}: no keyring is written there`)
    if (args.state === 'present' && now?.unusable !== undefined) throw unusable(args)
    return [want(keyOf(args), { key: args.state })]
  },
  intent: args => `${titleOf(args)}: ${args.state}`,
  result: resultOf,
})

function unusable({ id, url, file }: Args): Refusal {
  const place = url ?? file ?? '`data`'
  return new Refusal(`${place} has no key${id === undefined ? '' : ` ${id}`}; expected an OpenPGP key`)
}

type Args = { readonly state: string } & {
  readonly [key in (typeof sources)[number] | 'id' | 'keyring']?: string | undefined
}

const titleOf = ({ id, url, file }: Args): string => `apt key ${id ?? url ?? file ?? 'of the playbook'}`

function keyOf(args: Args) {
  const { id = '', keyring = '/etc/apt/trusted.gpg.d', url, data, file, keyserver, state } = args
  const source = url ?? file ?? keyserver ?? (data === undefined ? '' : 'data')
  return managed({
    program: 'apt-key',
    title: titleOf(args),
    args: [id, keyring, source, data ?? ''],
    options: [state],
  })
}

/** With Ansible's names: `key_id` is the long number, `short_id` the last eight digits. */
function resultOf(args: Args, observed: HostView): Record<string, unknown> {
  const id = see(observed, keyOf(args))?.id ?? args.id ?? ''
  return { id, key_id: id.slice(-16), short_id: id.slice(-8), fp: id }
}
