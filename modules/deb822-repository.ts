/** A repository of apt, in a file of deb822 format. */
import {
  args,
  defineModule,
  directoryRefs,
  directoryWants,
  download,
  fileRefs,
  fileWant,
  flag,
  foldersAbove,
  type HostView,
  integer,
  list,
  mode,
  path,
  see,
  type Want,
  want,
  z,
} from 'swk'

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
  date_max_future: 'Date-Max-Future',
  inrelease_path: 'InRelease-Path',
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
      .optional()
      .describe(
        'Path of a keyring, a fingerprint, an ASCII-armoured key, or the URL of a key: it is fetched once, to /etc/apt/keyrings/NAME.asc (NAME.gpg if the URL ends so).',
      ),
    enabled: no.describe('Whether apt uses it.'),
    trusted: no.describe('Skip the check of signatures.'),
    by_hash: no.describe('Fetch indexes by their hash.'),
    pdiffs: no.describe('Fetch differences of indexes.'),
    check_valid_until: no.describe('Check that a release is not too old.'),
    check_date: no.describe('Check that a release is not from the future.'),
    allow_insecure: no.describe('Allow repositories without a signature.'),
    allow_weak: no.describe('Allow weak signatures.'),
    allow_downgrade_to_insecure: no.describe('Allow a signed repository to become unsigned.'),
    date_max_future: integer.optional().describe('How many seconds a release may be from the future.'),
    inrelease_path: z.string().min(1).optional().describe('Where the file InRelease is, relative to the suite.'),
    install_python_debian: flag.optional().describe('Accepted; nothing needs Python on the host.'),
    mode: mode.default('0644').describe('Mode of the file.'),
  }),
  examples: [
    'deb822_repository: { name: matrix-org, uris: https://packages.matrix.org/debian/, suites: bookworm, components: main, signed_by: /usr/share/keyrings/matrix-org-archive-keyring.gpg }',
  ],
  reads: args => [
    ...fileRefs(fileFor(args.name), args, content(args)),
    ...(args.state === 'absent' ? keyrings(args.name) : keyringRefs(args)),
  ],
  plan(args, observed) {
    if (args.state === 'absent') return [path(fileFor(args.name)), ...keyrings(args.name)].map(file => want(file, null))
    return [...keyWants(args, observed), fileWant(fileFor(args.name), content(args), args, observed)]
  },
  result: args => ({
    repo: args.state === 'absent' ? null : content(args),
    dest: fileFor(args.name),
    key_filename: fetchedKey(args) ?? null,
  }),
})

type Signed = { readonly name: string; readonly signed_by?: string | undefined }

/** The file of a key that is fetched, named after the repository; apt wants armoured ones to end in `.asc`. */
function fetchedKey({ name, signed_by = '' }: Signed): string | undefined {
  if (!/^https?:/.test(signed_by)) return undefined
  return `/etc/apt/keyrings/${slugOf(name)}.${signed_by.endsWith('.gpg') ? 'gpg' : 'asc'}`
}

const keyrings = (name: string) =>
  ['asc', 'gpg'].map(end => path(`/etc/apt/keyrings/${slugOf(name)}.${end}`, 'content'))

function keyringRefs(args: Signed) {
  const file = fetchedKey(args)
  return file === undefined ? [] : [path(file), ...directoryRefs(foldersAbove(file))]
}

function keyWants(args: Signed, observed: HostView): readonly Want[] {
  const file = fetchedKey(args)
  if (file === undefined || see(observed, path(file)) !== null) return []
  const spec = { url: args.signed_by ?? '', dest: file, timeout: 30, mode: '0644' }
  return [...directoryWants(foldersAbove(file), {}, observed), want(download(spec), { done: true })]
}

const fileFor = (name: string): string => `/etc/apt/sources.list.d/${slugOf(name)}.sources`

function slugOf(name: string): string {
  const words = name.toLowerCase().replace(/[_\s]+/g, '-')
  return words.replace(/[^a-z0-9-]+/g, '')
}

/** One field a line, in the order of Ansible's: by the names of the arguments. */
function content(given: Signed & { readonly [key in keyof typeof names]?: unknown }): string {
  const args = { ...given, signed_by: fetchedKey(given) ?? given.signed_by }
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
