/** Databases of PostgreSQL. */
import {
  args,
  defineModule,
  type Login,
  loginWords,
  type ManagedState,
  managed,
  notYet,
  postgresqlArgs,
  Refusal,
  requireServer,
  roleWords,
  see,
  want,
  z,
} from 'swk'

const name = z.string().min(1).max(63)

export default defineModule({
  name: 'postgresql_db',
  summary: 'Creates or removes a database of PostgreSQL.',
  args: args(
    {
      name: name.describe('The database.'),
      state: z.enum(['present', 'absent']).default('present').describe('Whether it exists.'),
      owner: name.optional().describe('The role that owns it.'),
      encoding: z.string().optional().describe('The encoding of a new database; of an existing one it must be this.'),
      lc_collate: z.string().optional().describe('The collation of a new database.'),
      lc_ctype: z.string().optional().describe('The character classes of a new database.'),
      template: name.optional().describe('Database that a new one is copied from.'),
      maintenance_db: name.default('postgres').describe('The database to log in to.'),
      ...postgresqlArgs,
      conn_limit: notYet(),
      tablespace: notYet(),
      target: notYet(),
      target_opts: notYet(),
      dump_extra_args: notYet(),
      force: notYet(),
    },
    { aliases: { db: 'name', login_port: 'port' } },
  ),
  examples: [
    'postgresql_db: { name: synapse, owner: synapse, encoding: UTF8, lc_collate: C, lc_ctype: C, template: template0 }',
  ],
  reads: args => [database(args), ...ownerOf(args)],
  plan(args, observed) {
    const now = requireServer(see(observed, database(args)))
    if (args.state === 'absent') return now.exists === 'yes' ? [want(database(args), { exists: 'no' })] : []
    requireSame(args, now)
    for (const owner of ownerOf(args)) {
      if (requireServer(see(observed, owner)).exists !== 'yes')
        throw new Refusal(`the role ${args.owner} does not exist`, {
          hint: 'Create it in an earlier task: postgresql_user.',
        })
    }
    return [want(database(args), { exists: 'yes', ...(args.owner !== undefined && { owner: args.owner }) })]
  },
  intent: ({ name, state }) => `database ${name}: ${state}`,
  result: ({ name, state }) => ({ db: name, executed_commands: [], state }),
})

type Args = {
  readonly [key in 'owner' | 'encoding' | 'lc_collate' | 'lc_ctype' | 'template']?: string | undefined
} & { readonly [key in 'name' | 'state' | 'maintenance_db']: string } & Login

const database = ({ name, state, maintenance_db, ...more }: Args) =>
  managed({
    program: 'postgresql',
    title: `${state === 'absent' ? 'drop' : 'create'} the database ${name}`,
    args: ['db', ...loginWords(more), maintenance_db, name],
    options: [
      ...[state, more.owner ?? '', more.encoding ?? '', more.lc_collate ?? '', more.lc_ctype ?? ''],
      more.template ?? '',
    ],
  })

/** The role that shall own it. */
const ownerOf = ({ state, owner, maintenance_db, ...login }: Args) =>
  owner === undefined || state === 'absent'
    ? []
    : [
        managed({
          program: 'postgresql',
          title: `the role ${owner}`,
          args: roleWords(login, maintenance_db, owner),
        }),
      ]

/** Throws Refusal where an existing database was made with another encoding, or sorts otherwise: neither can be changed. */
function requireSame(args: Args, now: ManagedState): void {
  if (now.exists !== 'yes' || now.encoding === undefined) return
  for (const key of ['encoding', 'lc_collate', 'lc_ctype'] as const) {
    const wanted = args[key]
    if (wanted !== undefined && plain(wanted) !== plain(now[key] ?? ''))
      throw new Refusal(`the database ${args.name} exists with ${key} ${now[key]}, which cannot be changed`, {
        hint: `Dump it, and restore it into a new one with ${key} ${wanted}.`,
      })
  }
}

/** The server takes utf-8 for UTF8. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')
