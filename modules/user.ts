/** A user of the host. */
import {
  absolutePath,
  args,
  defineModule,
  flag,
  group,
  type HostView,
  integer,
  list,
  managed,
  notYet,
  Refusal,
  see,
  sha256,
  text,
  type UserState,
  user,
  type Want,
  want,
  z,
} from 'swk'

export default defineModule({
  name: 'user',
  summary: 'Creates, changes or removes a user.',
  args: args(
    {
      name: z.string().min(1).describe('Name of the user.'),
      state: z.enum(['present', 'absent']).default('present').describe('Whether the user should exist.'),
      uid: integer.optional().describe('Number of the user. Without it the host chooses one.'),
      group: text.optional().describe('Primary group, by name or number. It must exist.'),
      groups: list
        .optional()
        .describe('Supplementary groups. They must exist. Without `append`, the user is removed from all others.'),
      append: flag.default(false).describe('Add the user to `groups` and keep the other memberships.'),
      comment: text.optional().describe('Full name or purpose (GECOS).'),
      home: absolutePath.optional().describe('Home directory, as recorded in the passwd database.'),
      shell: absolutePath.optional().describe('Login shell.'),
      create_home: flag.optional().describe('Create the home directory of a new user (default: yes).'),
      system: flag.default(false).describe('Create a system user.'),
      remove: flag.default(false).describe('With `absent`: also remove the home directory.'),
      password: z.string().optional().describe('The hash of the password, such as the filter `password_hash` makes.'),
      update_password: z
        .enum(['always', 'on_create'])
        .default('always')
        .describe('`on_create`: the password of a new user only.'),
      password_lock: notYet(),
      expires: notYet(),
      force: notYet(),
      move_home: notYet(),
      generate_ssh_key: notYet(),
      non_unique: notYet(),
      local: notYet(),
      skeleton: notYet(),
      umask: notYet(),
    },
    { aliases: { user: 'name', createhome: 'create_home' } },
  ),
  examples: [
    'user: { name: deploy, shell: /bin/bash, groups: [adm], append: true }',
    'user: { name: matrix-backup, system: true, home: /var/lib/backup, create_home: false }',
  ],
  reads: ({ name, group: primary, groups = [], password }) => [
    ...[user(name), ...[primary ?? [], groups].flat().map(group)],
    ...(password === undefined ? [] : [passwordOf(name)]),
  ],
  plan(args, observed) {
    const ref = user(args.name)
    if (args.state === 'absent') return [want(ref, null, { how: { removeHome: args.remove } })]
    requireGroups([args.group ?? [], args.groups ?? []].flat(), observed)
    const before = see(observed, ref)
    const how = { system: args.system, createHome: args.create_home ?? true }
    return [
      want(ref, wanted(named(args, observed), before), before === null ? { how } : {}),
      ...(before !== null && args.update_password === 'on_create' ? [] : passwordWants(args)),
    ]
  },
  result({ name, state, append, system, create_home }, observed) {
    const now = see(observed, user(name))
    if (state === 'absent' || now === null) return { name, state }
    const { uid, group: primary, comment, home, shell, groups } = now
    const account = { uid, group: primary, comment, home, shell, groups: groups?.join(',') ?? '' }
    return { name, state, ...account, append, system, create_home: create_home ?? true }
  },
})

const passwordOf = (name: string) =>
  managed({ program: 'password', title: `set the password of ${name}`, args: [name] })

/** The hash travels on standard input; what is compared is its own hash. */
function passwordWants({
  name,
  password,
}: {
  readonly name: string
  readonly password?: string | undefined
}): readonly Want[] {
  return password === undefined ? [] : [want(passwordOf(name), { hash: sha256(password) }, { secret: password })]
}

type Args = { readonly groups?: readonly string[] | undefined; readonly append: boolean } & {
  readonly [field in 'uid' | 'group' | 'comment' | 'home' | 'shell']?: string | number | undefined
}

function wanted(args: Args, before: UserState | null): Partial<UserState> {
  const fields = (['uid', 'group', 'comment', 'home', 'shell'] as const).filter(field => args[field] !== undefined)
  const groups = args.groups && [...new Set([...(args.append ? (before?.groups ?? []) : []), ...args.groups])].sort()
  return { ...Object.fromEntries(fields.map(field => [field, args[field]])), ...(groups ? { groups } : {}) }
}

/** The state of a user holds the name of the primary group. */
function named<T extends { readonly group?: string | undefined }>(args: T, observed: HostView): T {
  const name = args.group === undefined ? undefined : see(observed, group(args.group))?.name
  return name === undefined ? args : { ...args, group: name }
}

function requireGroups(names: readonly string[], observed: HostView): void {
  for (const name of names)
    if (see(observed, group(name)) === null) throw new Refusal(`the group ${name} does not exist`)
}
