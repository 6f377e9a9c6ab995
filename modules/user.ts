/** A user of the host. */
import {
  absolutePath,
  account,
  accountWants,
  args,
  changeHow,
  defineModule,
  flag,
  group,
  type HostView,
  integer,
  keyResult,
  list,
  newHow,
  notYet,
  path,
  Refusal,
  see,
  sshKey,
  text,
  type UserState,
  user,
  want,
  z,
} from 'swk'

const days = integer.optional()

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
      password_lock: flag.optional().describe('Lock the password; `no` unlocks it.'),
      password_expire_min: days.describe('Days between changes of the password.'),
      password_expire_max: days.describe('Days after which the password must be changed.'),
      password_expire_warn: days.describe('Days before that with a warning.'),
      password_expire_account_disable: days.describe('Days after that until the account is disabled.'),
      expires: z.coerce
        .number()
        .optional()
        .describe('When the account expires: seconds since 1970, or a negative number for never.'),
      force: flag.default(false).describe('With `absent`: remove a user who is logged in.'),
      move_home: flag.default(false).describe('Move the content of the home directory to a new `home`.'),
      non_unique: flag.default(false).describe('Allow a `uid` that another user has.'),
      skeleton: absolutePath
        .optional()
        .describe('Directory whose files a new home directory gets (default: /etc/skel).'),
      umask: text.optional().describe('The umask with which a new home directory is created.'),
      uid_min: integer.optional().describe('Lowest number that the host chooses for a new user.'),
      uid_max: integer.optional().describe('Highest number that the host chooses for a new user.'),
      local: flag.optional().describe("Accepted: Debian's tools change the host's own files."),
      generate_ssh_key: flag.default(false).describe('Create an SSH key of the user, unless the file exists.'),
      ssh_key_type: z.string().default('rsa').describe('Type of the key.'),
      ssh_key_bits: integer.optional().describe('Bits of the key.'),
      ssh_key_file: z.string().optional().describe('File of the key, also relative to the home directory.'),
      ssh_key_comment: z.string().optional().describe('Comment of the key.'),
      ssh_key_passphrase: z.string().optional().describe('Passphrase of the key.'),
      hidden: flag.optional().describe('Accepted; for macOS only.'),
      seuser: notYet('SELinux users are not managed.'),
      authorization: notYet(),
      profile: notYet(),
      role: notYet(),
      login_class: notYet(),
    },
    {
      aliases: { user: 'name', createhome: 'create_home' },
      check({ state, force, generate_ssh_key }, fail) {
        if (state === 'present' && force && generate_ssh_key)
          fail({
            code: 'not-supported',
            message: '`force` would replace the SSH key at every run.',
            path: ['force'],
            hint: 'Remove the file of the key in a task of its own.',
          })
      },
    },
  ),
  examples: [
    'user: { name: deploy, shell: /bin/bash, groups: [adm], append: true }',
    'user: { name: matrix-backup, system: true, home: /var/lib/backup, create_home: false }',
  ],
  reads: args => [
    user(args.name),
    ...(args.uid === undefined ? [] : [user(String(args.uid))]),
    ...[args.group ?? [args.name, commonGroup], args.groups ?? []].flat().map(group),
    ...(args.state === 'absent' ? [] : [account(args)]),
    // Later tasks want to know whether it is there.
    ...(args.home?.startsWith('/') ? [path(args.home)] : []),
    ...(args.generate_ssh_key ? [sshKey(args)] : []),
  ],
  plan(args, observed) {
    const ref = user(args.name)
    if (args.state === 'absent') return [want(ref, null, { how: { removeHome: args.remove, force: args.force } })]
    requireGroups([args.group ?? [], args.groups ?? []].flat(), observed)
    const before = see(observed, ref)
    const [given, how] = before === null ? [withGroup(args, observed), newHow(args)] : [args, changeHow(args)]
    const passphrase = args.ssh_key_passphrase === undefined ? {} : { secret: args.ssh_key_passphrase }
    const key = args.generate_ssh_key ? [want(sshKey(args), { key: 'present' }, passphrase)] : []
    return [
      want(ref, wanted(named(given, observed), before), { how }),
      ...accountWants(args, before, see(observed, account(args))),
      ...key,
    ]
  },
  result({ name, state, append, system, remove, force, move_home, ...args }, observed) {
    const now = see(observed, user(name))
    if (state === 'absent') return { name, state, remove, force }
    if (now === null) return { name, state }
    const { uid, group: primary, comment, home, shell, groups } = now
    // Foreseen, a user has the name of its group alone.
    const given = primary === name ? null : see(observed, group(args.group ?? commonGroup))
    const gid = now.gid ?? given?.gid ?? primary
    return {
      ...{ name, state, uid, group: gid, comment, home, shell, groups: groups?.join(',') ?? '' },
      ...{ append, system, move_home, create_home: args.create_home ?? true },
      ...(args.password === undefined ? {} : { password: 'NOT_LOGGING_PASSWORD' }),
      ...(args.generate_ssh_key ? keyResult(see(observed, sshKey({ name, ...args }))) : {}),
    }
  },
})

type Args = { readonly groups?: readonly string[] | undefined; readonly append: boolean } & {
  readonly [field in 'uid' | 'group' | 'comment' | 'home' | 'shell']?: string | number | undefined
}

function wanted(args: Args, before: UserState | null): Partial<UserState> {
  const fields = (['uid', 'group', 'comment', 'home', 'shell'] as const).filter(field => args[field] !== undefined)
  const groups = args.groups && [...new Set([...(args.append ? (before?.groups ?? []) : []), ...args.groups])].sort()
  return { ...Object.fromEntries(fields.map(field => [field, args[field]])), ...(groups ? { groups } : {}) }
}

/** Of new users whose own name is that of a group which is there (`GROUP` of useradd on Debian). */
const commonGroup = '100'

/** useradd makes no group that is there already; as in Ansible, the user does not join that one. */
function withGroup<T extends { readonly name: string; readonly group?: string | undefined }>(
  args: T,
  observed: HostView,
) {
  const own = group(args.name)
  if (args.group !== undefined || observed.mayExist(own) || see(observed, own) === null) return args
  return { ...args, group: commonGroup }
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
