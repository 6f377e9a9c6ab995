/** Privileges on databases, schemas, tables and sequences of PostgreSQL. */
import {
  args,
  defineModule,
  flag,
  type Login,
  list,
  loginWords,
  managed,
  notYet,
  postgresqlArgs,
  requireServer,
  see,
  want,
  z,
} from 'swk'

const all: Readonly<Record<string, readonly string[]>> = {
  database: ['CREATE', 'CONNECT', 'TEMPORARY'],
  schema: ['CREATE', 'USAGE'],
  table: ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'],
  sequence: ['USAGE', 'SELECT', 'UPDATE'],
}

export default defineModule({
  name: 'postgresql_privs',
  summary: 'Grants privileges to roles of PostgreSQL, or revokes them.',
  args: args(
    {
      database: z.string().min(1).describe('The database.'),
      state: z.enum(['present', 'absent']).default('present').describe('Whether the roles have them.'),
      roles: list.describe('The roles; `public` is all of them.'),
      privs: list.describe('Privileges, or ALL.'),
      type: z.enum(['database', 'schema', 'table', 'sequence']).default('table').describe('What `objs` are.'),
      objs: list
        .optional()
        .describe('Names; ALL_IN_SCHEMA for all of a schema. Default of type `database`: the database.'),
      schema: z.string().min(1).default('public').describe('The schema of tables and sequences.'),
      grant_option: flag.optional().describe('Whether the roles may grant them to others.'),
      ...postgresqlArgs,
      fail_on_role: flag.optional().describe('Accepted.'),
      target_roles: notYet(),
    },
    {
      aliases: {
        db: 'database',
        login_db: 'database',
        role: 'roles',
        priv: 'privs',
        obj: 'objs',
        login: 'login_user',
        login_port: 'port',
      },
      check({ privs, objs, type }, fail) {
        const known = [...(all[type] ?? []), 'ALL', 'TEMP']
        const wrong = privs?.find(one => !known.includes(one.toUpperCase()))
        if (wrong !== undefined) fail({ message: `\`${wrong}\` is not a privilege of a ${type}.`, path: ['privs'] })
        if (objs === undefined && type !== 'database') fail({ code: 'missing-key', message: '`objs` is missing.' })
      },
    },
  ),
  examples: ['postgresql_privs: { database: synapse, roles: monitoring, type: schema, objs: public, privs: USAGE }'],
  reads: privileges,
  plan: (args, observed) =>
    privileges(args).map(ref => {
      requireServer(see(observed, ref))
      return want(ref, { granted: args.state === 'present' ? 'yes' : 'no' })
    }),
  intent: ({ roles, privs, database }) => `${privs.join(', ')} on ${database} for ${roles.join(', ')}`,
  result: () => ({ queries: [] }),
})

type Args = {
  readonly [key in 'database' | 'state' | 'type' | 'schema']: string
} & Login & {
    readonly roles: readonly string[]
    readonly privs: readonly string[]
    readonly objs?: readonly string[] | undefined
    readonly grant_option?: boolean | undefined
  }

function privileges(args: Args) {
  const { database, state, type, schema } = args
  const named = args.privs.map(one => one.toUpperCase())
  const privs = named.includes('ALL') ? (all[type] ?? []) : named
  const isRelation = type === 'table' || type === 'sequence'
  const objects = args.objs ?? [database]
  const names = isRelation ? [objects.join(',')] : objects
  return args.roles.flatMap(role =>
    names.map(name =>
      managed({
        program: 'postgresql',
        title: `${state === 'absent' ? 'revoke' : 'grant'} ${privs.join(', ')} on ${type} ${name} for ${role}`,
        args: ['privs', ...loginWords(args), database, name, type, role, privs.join(','), schema],
        options: [state, args.grant_option ? ' WITH GRANT OPTION' : ''],
      }),
    ),
  )
}
