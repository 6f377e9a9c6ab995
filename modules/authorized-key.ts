/** Public keys that let a user log in. */
import {
  absolutePath,
  args,
  defineModule,
  directoryOf,
  editRefs,
  editWants,
  flag,
  type HostView,
  path,
  Refusal,
  see,
  user,
  want,
  z,
} from 'swk'

export default defineModule({
  name: 'authorized_key',
  summary: 'Adds public keys to the authorized_keys file of a user, or removes them.',
  args: args({
    user: z.string().min(1).describe('The user. It must exist.'),
    key: z
      .string()
      .refine(given => !/^https?:/.test(given), 'A key at a URL is not supported yet.')
      .describe('Public keys, one a line.'),
    state: z.enum(['present', 'absent']).default('present').describe('Whether the keys are there.'),
    exclusive: flag.default(false).describe('Remove all other keys.'),
    key_options: z
      .string()
      .regex(/^[^\n]*$/)
      .optional()
      .describe('Options in front of the keys, such as restrict.'),
    comment: z
      .string()
      .regex(/^[^\n]*$/)
      .optional()
      .describe('In place of the comment of the key.'),
    path: absolutePath.optional().describe("The file. Default: .ssh/authorized_keys in the user's home directory."),
    manage_dir: flag.default(true).describe('Create the directory of the file, for the user alone.'),
    follow: flag.optional().describe('Accepted; a link that others could turn elsewhere is not followed.'),
  }),
  examples: ['authorized_key: { user: deploy, key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF deploy@example.org" }'],
  reads: args => [
    user(args.user),
    ...(args.path === undefined ? [] : [...editRefs(fileOf(args, args.path)), path(directoryOf(args.path))]),
  ],
  plan(args, observed) {
    const file = fileFor(args, observed)
    const folder = directoryOf(file)
    const group = see(observed, user(args.user))?.group
    const owned = { owner: args.user, ...(group === undefined ? {} : { group }) }
    const makes = args.manage_dir && args.state === 'present' && see(observed, path(folder)) === null
    const before = observed.text(file)
    if (before === null && args.state === 'absent') return []
    const edits = editWants(fileOf(args, file), makes ? withFolder(observed, folder) : observed, text =>
      edited(args, text),
    )
    const directory = want(path(folder), { type: 'directory', mode: '0700', ...owned })
    const fresh = edits.map(edit =>
      before === null && edit.id === file ? { ...edit, state: { ...edit.state, mode: '0600', ...owned } } : edit,
    )
    return makes ? [directory, ...fresh] : fresh
  },
  result: ({ user, key, state, exclusive }) => ({ user, key, state, exclusive }),
})

type Args = {
  readonly user: string
  readonly key: string
  readonly state: 'present' | 'absent'
  readonly exclusive: boolean
  readonly key_options?: string | undefined
  readonly comment?: string | undefined
  readonly path?: string | undefined
}

const fileOf = ({ state }: Args, path: string) => ({ path, state, create: state === 'present' })

/** The file in the home directory is read once that is known. */
function fileFor(args: Args, observed: HostView): string {
  const account = see(observed, user(args.user))
  if (account === null) throw new Refusal(`the user ${args.user} does not exist`)
  return args.path ?? `${account.home}/.ssh/authorized_keys`
}

/** The directory is wanted by the same task, with its own owner and mode. */
function withFolder(observed: HostView, folder: string): HostView {
  const made = { type: 'directory', mode: '0700', owner: 'root', group: 'root' }
  return { ...bound(observed), state: ref => (ref.kind === 'path' && ref.id === folder ? made : observed.state(ref)) }
}

const bound = (observed: HostView): HostView => ({
  state: ref => observed.state(ref),
  text: file => observed.text(file),
  mayExist: ref => observed.mayExist(ref),
  isMade: ref => observed.isMade(ref),
})

/** Type and blob: what makes two lines the same key. */
const keyIn = (line: string): string | undefined =>
  /(?:^|\s)((?:ssh-|ecdsa-|sk-)\S+\s+[A-Za-z0-9+/=]+)/.exec(line.trim())?.[1]?.replace(/\s+/, ' ')

function edited({ key, state, exclusive, key_options, comment }: Args, content: string): string {
  const lines = content.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const given = key
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
  const keys = given.map(keyIn)
  const isGiven = (line: string) => keyIn(line) !== undefined && keys.includes(keyIn(line))
  if (state === 'absent') return lines.filter(line => !isGiven(line)).join('')
  const wanted = given.map(line => {
    const own = comment === undefined ? line : `${keyIn(line) ?? line} ${comment}`
    return key_options === undefined ? own : `${key_options} ${own}`
  })
  const present = new Set(lines.map(line => keyIn(line)))
  const kept = lines.flatMap(line => {
    if (!isGiven(line)) return exclusive && keyIn(line) !== undefined ? [] : [line]
    const at = keys.indexOf(keyIn(line))
    return key_options === undefined && comment === undefined ? [line] : [`${wanted[at]}\n`]
  })
  const text = kept.join('')
  const missing = wanted.filter((_, i) => !present.has(keys[i]))
  const end = text === '' || text.endsWith('\n') || missing.length === 0 ? '' : '\n'
  return text + end + missing.map(line => `${line}\n`).join('')
}
