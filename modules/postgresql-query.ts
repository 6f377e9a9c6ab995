/** Queries of PostgreSQL. */
import {
  args,
  command,
  defineModule,
  type Login,
  loginWords,
  managed,
  notYet,
  postgresqlArgs,
  requireServer,
  see,
  want,
  z,
} from 'swk'

const reading = /^\s*(select|show|values|table|with(?![\s\S]*\b(insert|update|delete|merge)\b))\b/i

export default defineModule({
  name: 'postgresql_query',
  summary: 'Runs a query. One that only reads reports no change and registers its rows.',
  args: args(
    {
      query: z.string().min(1).describe('The query.'),
      db: z.string().min(1).optional().describe('The database (default: postgres).'),
      ...postgresqlArgs,
      positional_args: notYet('Put the values into the query.'),
      named_args: notYet('Put the values into the query.'),
      path_to_script: notYet(),
      autocommit: z.boolean().optional().describe('Accepted; each query commits.'),
      encoding: notYet(),
      search_path: notYet(),
      as_single_query: z.boolean().optional().describe('Accepted.'),
    },
    { aliases: { login_db: 'db', login_port: 'port' } },
  ),
  examples: ['postgresql_query: { db: synapse, query: "SELECT count(*) AS users FROM users" }'],
  reads: args => (reading.test(args.query) ? [asked(args)] : []),
  plan(args, observed) {
    if (reading.test(args.query)) {
      requireServer(see(observed, asked(args)))
      return []
    }
    const [user, port] = loginWords(args)
    const psql = ['psql', '-Xqw', '-v', 'ON_ERROR_STOP=1', '-p', port, '-d', args.db ?? 'postgres', '-f', '-']
    const argv = ['runuser', '-u', user, '--', ...psql]
    return [want(command({ argv, chdir: '/' }), { ran: true }, { secret: args.query })]
  },
  intent: ({ query }) => query,
  result(args, observed) {
    const rows = reading.test(args.query) ? (JSON.parse(see(observed, asked(args))?.json || '[]') as unknown[]) : []
    return {
      query: args.query,
      query_result: rows,
      query_list: [args.query],
      query_all_results: [rows],
      rowcount: rows.length,
    }
  },
})

type Args = { readonly query: string; readonly db?: string | undefined } & Login

const asked = ({ query, db = 'postgres', ...login }: Args) =>
  managed({
    program: 'postgresql',
    title: `ask ${db}`,
    args: ['query', ...loginWords(login), db, query.trim().replace(/;$/, '').replaceAll(/\s+/g, ' ')],
  })
