/** Entries of the name service: users, groups, hosts. */
import { args, database, defineModule, flag, type HostView, Refusal, see, text, z } from 'swk'

export default defineModule({
  name: 'getent',
  summary: 'Sets `getent_DATABASE` from the entries of a database of the name service.',
  args: args({
    database: z
      .string()
      .regex(/^\w+$/, 'Must be a database, such as passwd.')
      .describe('passwd, group, hosts, services, ...'),
    key: text.optional().describe('The entry. Default: all.'),
    fail_key: flag.default(true).describe('Fail if the entry does not exist.'),
    split: z
      .string()
      .min(1)
      .optional()
      .describe('What divides the fields. Default: a colon for passwd, shadow, group and gshadow, else blanks.'),
    service: z.string().optional().describe('Accepted; all services of the name service are asked.'),
  }),
  examples: ['getent: { database: passwd, key: matrix-synapse }'],
  sets: args => {
    const name = (args as { database?: unknown } | null)?.database
    return typeof name === 'string' && /^\w+$/.test(name) ? [`getent_${name}`, 'ansible_facts'] : []
  },
  reads: args => [database(idOf(args))],
  plan(args, observed) {
    if (see(observed, database(idOf(args))) === null && args.fail_key)
      throw new Refusal(`${args.key === undefined ? 'the database' : `${args.key} in`} ${args.database} was not found`)
    return []
  },
  result(args, observed) {
    const name = `getent_${args.database}`
    const found = entriesOf(args, observed)
    return { ansible_facts: { [name]: found, ansible_facts: { [name]: found } } }
  },
})

type Args = { readonly database: string; readonly key?: string | undefined; readonly split?: string | undefined }

const idOf = ({ database, key }: Args): string => (key === undefined ? database : `${database} ${key}`)

function entriesOf(args: Args, observed: HostView): Record<string, readonly string[] | null> {
  const state = see(observed, database(idOf(args)))
  if (state === null) return args.key === undefined ? {} : { [args.key]: null }
  const colons = ['passwd', 'shadow', 'group', 'gshadow'].includes(args.database)
  const fields = (line: string) =>
    (args.split ?? (colons ? ':' : '')) === '' ? line.split(/\s+/) : line.split(args.split ?? ':')
  return Object.fromEntries(state.entries.map(fields).map(([key = '', ...rest]) => [key, rest]))
}
