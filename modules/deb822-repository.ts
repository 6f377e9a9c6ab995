/** A repository of apt, in a file of deb822 format. */
import { args, defineModule, fileRefs, fileWant, flag, list, mode, path, want, z } from 'swk'

const names = {
  types: 'Types',
  uris: 'URIs',
  suites: 'Suites',
  components: 'Components',
  architectures: 'Architectures',
  languages: 'Languages',
  targets: 'Targets',
  signed_by: 'Signed-By',
  enabled: 'Enabled',
  trusted: 'Trusted',
  by_hash: 'By-Hash',
  pdiffs: 'PDiffs',
  check_valid_until: 'Check-Valid-Until',
  check_date: 'Check-Date',
  allow_insecure: 'Allow-Insecure',
  allow_weak: 'Allow-Weak',
  allow_downgrade_to_insecure: 'Allow-Downgrade-To-Insecure',
  name: 'X-Repolib-Name',
} as const

const words = z.union([z.array(z.string()), z.string()]).transform(given => [given].flat())
const no = flag.optional()

export default defineModule({
  name: 'deb822_repository',
  summary: 'Writes or removes a repository of apt in deb822 format (/etc/apt/sources.list.d/NAME.sources).',
  args: args({
    name: z.string().min(1).describe('Name of the repository; the file is named after it.'),
    state: z.enum(['present', 'absent']).default('present').describe('Whether the file is there.'),
    types: list.default(['deb']).describe('deb, deb-src.'),
    uris: words.optional().describe('Where the repository is.'),
    suites: words.optional().describe('Suites, such as bookworm.'),
    components: words.optional().describe('Components, such as main.'),
    architectures: words.optional().describe('Architectures, such as amd64.'),
    languages: words.optional().describe('Languages of descriptions.'),
    targets: words.optional().describe('Which indexes apt fetches.'),
    signed_by: z
      .string()
      .refine(
        given => !/^https?:/.test(given),
        'A key at a URL is not supported yet: fetch it with get_url and name the file.',
      )
      .optional()
      .describe('Path of a keyring, a fingerprint, or an ASCII-armoured key.'),
    enabled: no.describe('Whether apt uses it.'),
    trusted: no.describe('Skip the check of signatures.'),
    by_hash: no.describe('Fetch indexes by their hash.'),
    pdiffs: no.describe('Fetch differences of indexes.'),
    check_valid_until: no.describe('Check that a release is not too old.'),
    check_date: no.describe('Check that a release is not from the future.'),
    allow_insecure: no.describe('Allow repositories without a signature.'),
    allow_weak: no.describe('Allow weak signatures.'),
    allow_downgrade_to_insecure: no.describe('Allow a signed repository to become unsigned.'),
    mode: mode.default('0644').describe('Mode of the file.'),
  }),
  examples: [
    'deb822_repository: { name: matrix-org, uris: https://packages.matrix.org/debian/, suites: bookworm, components: main, signed_by: /usr/share/keyrings/matrix-org-archive-keyring.gpg }',
  ],
  reads: args => fileRefs(fileFor(args.name), args, content(args)),
  plan(args, observed) {
    if (args.state === 'absent') return [want(path(fileFor(args.name)), null)]
    return [fileWant(fileFor(args.name), content(args), args, observed)]
  },
  result: args => ({ repo: content(args), dest: fileFor(args.name) }),
})

function fileFor(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[_\s]+/g, '-')
    .replace(/[^a-z0-9-]+/g, '')
  return `/etc/apt/sources.list.d/${slug}.sources`
}

/** One field a line, in the order of Ansible's: by the names of the arguments. */
function content(args: { readonly [key in keyof typeof names]?: unknown }): string {
  const keys = (Object.keys(names) as (keyof typeof names)[]).filter(key => args[key] !== undefined).sort()
  return keys.map(key => `${names[key]}: ${shown(args[key])}\n`).join('')
}

function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.join(' ')
  const text = String(value).trimEnd()
  return text.includes('\n')
    ? text
        .split('\n')
        .map(line => `\n ${line.trim() === '' ? '.' : line}`)
        .join('')
    : text
}
