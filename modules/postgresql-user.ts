/** Roles of PostgreSQL. */
import {
  args,
  defineModule,
  flag,
  isPassword,
  type Login,
  managed,
  notYet,
  postgresqlArgs,
  requireServer,
  roleWords,
  scramVerifier,
  see,
  want,
  z,
} from 'swk'

const attributes = ['superuser', 'createdb', 'createrole', 'inherit', 'login', 'replication', 'bypassrls']

const attributeList = z
  .string()
  .transform(given =>
    given
      .toLowerCase()
      .split(',')
      .map(one => one.trim())
      .filter(one => one !== ''),
  )
  .refine(
    given => given.every(one => attributes.includes(one.replace(/^no/, ''))),
    `Must be of ${attributes.join(', ')}.`,
  )

export default defineModule({
  name: 'postgresql_user',
  summary: 'Creates, changes or removes a role of PostgreSQL.',
  args: args(
    {
      name: z.string().min(1).max(63).describe('The role.'),
      state: z.enum(['present', 'absent']).default('present').describe('Whether it exists.'),
      password: z.string().optional().describe('Its password, or what the server keeps of one (SCRAM-SHA-256, md5).'),
      role_attr_flags: attributeList.optional().describe('Attributes, such as CREATEDB,NOSUPERUSER.'),
      no_password_changes: flag.default(false).describe('Set the password of a new role only.'),
      encrypted: flag.optional().describe('Accepted; passwords are always kept encrypted.'),
      db: z.string().min(1).default('postgres').describe('The database to log in to.'),
      ...postgresqlArgs,
      expires: notYet(),
      conn_limit: notYet(),
      comment: notYet(),
      configuration: notYet(),
      priv: notYet('Use `postgresql_privs`.'),
      groups: notYet(),
      fail_on_user: flag.optional().describe('Accepted.'),
    },
    { aliases: { user: 'name', login_port: 'port' } },
  ),
  examples: [
    'postgresql_user: { name: synapse, password: "{{ synapse_db_password }}", role_attr_flags: "LOGIN,NOCREATEDB" }',
  ],
  prepare: args => ({ ...args, verifier: verifierOf(args.password) }),
  reads: args => [role(args)],
  plan(args, observed) {
    const { verifier } = args as { readonly verifier?: string }
    const now = requireServer(see(observed, role(args)))
    if (args.state === 'absent') return now.exists === 'yes' ? [want(role(args), { exists: 'no' })] : []
    const isNew = now.exists !== 'yes'
    const keeps = args.password === undefined || (args.no_password_changes && !isNew)
    const right = keeps || isPassword(now.password, args.password ?? '', args.name)
    const flags = (args.role_attr_flags ?? []).map(one => [one.replace(/^no/, ''), one.startsWith('no') ? 'no' : 'yes'])
    const state = { exists: 'yes', ...Object.fromEntries(flags), ...(!right && { password: verifier }) }
    return [want(role(args), state, right ? {} : { secret: verifier ?? '' })]
  },
  intent: ({ name, state }) => `role ${name}: ${state}`,
  result: ({ name, state }) => ({ user: name, queries: [], state }),
})

type Args = {
  readonly [key in 'name' | 'state' | 'db']: string
} & { readonly role_attr_flags?: readonly string[] | undefined } & Login

function role({ name, state, db, role_attr_flags = [], ...login }: Args) {
  const hasLogin = role_attr_flags.some(one => /^(no)?login$/.test(one))
  const words = [...role_attr_flags, ...(hasLogin ? [] : ['login'])].map(one => one.toUpperCase())
  return managed({
    program: 'postgresql',
    title: `${state === 'absent' ? 'drop' : 'set up'} the role ${name}`,
    args: roleWords(login, db, name),
    options: [state, words.join(' ')],
  })
}

function verifierOf(password: string | undefined): string | undefined {
  if (password === undefined || /^(SCRAM-SHA-256\$|md5[0-9a-f]{32}$)/.test(password)) return password
  return scramVerifier(password)
}
