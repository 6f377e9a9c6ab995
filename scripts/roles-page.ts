/** docs/roles.md: every role, from its file. */
import { sharedSettings } from '../src/topology/config/role-settings.ts'
import { mainOnly } from '../src/topology/model/api/main-only.ts'
import { notRouted } from '../src/topology/model/api/not-routed.ts'
import { writerRoutes } from '../src/topology/model/api/writers.ts'
import { type Balance, type Role, type Route, ranks, singleWriterStreams, streams } from '../src/topology/model/role.ts'
import { roles } from '../src/topology/model/roles/index.ts'

/** All workers of a role at once tell most about it. */
const three = ['a', 'b', 'c'].map(name => ({ name, options: {} }))

export function rolesPage(): string {
  const byRank = ranks.flatMap(rank => roles.filter(role => role.rank === rank))
  return [
    '# Roles\n',
    'The roles that workers of a homeserver can have. A role is a file in `src/topology/model/roles/`; this page is generated from these files. Sets of roles to start with: [presets.md](presets.md). What they set: [synapse-settings.md](synapse-settings.md).\n',
    table(
      ['role', '', 'workers', 'from Synapse', 'spread by'],
      roles.map(role => [
        `[${role.name}](#${role.name})`,
        role.summary,
        role.atMost === undefined ? '1 or more' : '1',
        role.since ?? '',
        serves(role) ? spread[role.balance] : '',
      ]),
    ),
    '## Which role serves a request\n',
    `The first role with a matching route, in this order: ${byRank
      .filter(serves)
      .map(({ name }) => `\`${name}\``)
      .join(
        ', ',
      )}, otherwise the main process. Routes that only the [main process](#main-process-only) can serve come first.\n`,
    'A request that writes to a stream goes to the role that writes this stream, otherwise to the main process; never to another worker.\n',
    ...roles.map(section),
    '## main process only\n',
    table(
      ['request', 'because'],
      mainOnly.map(route => [code(route), route.because]),
    ),
    '## Not routed to workers\n',
    'Workers could serve these routes; swk leaves them with the main process.\n',
    table(
      ['request', 'because'],
      notRouted.map(route => [code(route), route.because]),
    ),
  ].join('\n')
}

const spread: Readonly<Record<Balance, string>> = {
  user: 'user (access token)',
  room: 'room',
  source: 'address of the client',
  uri: 'whole URI',
  'least-connections': 'least connections',
}

function section(role: Role): string {
  const facts = [
    ...(role.aliases ? [`Also called ${role.aliases.map(name => `\`${name}\``).join(', ')}.`] : []),
    ...(role.broken ? [`Not from ${role.broken.from} to before ${role.broken.to}: ${role.broken.because}.`] : []),
    ...written(role),
    ...shared(role),
  ]
  return [`## ${role.name}\n`, `${[role.summary, ...facts].join(' ')}\n`, ...routes(role)].join('\n')
}

function written(role: Role): readonly string[] {
  if (role.as) return [`It can write any of ${streams.map(name => `\`${name}\``).join(', ')}.`]
  const names = Object.keys(
    role.writers?.(
      three.map(worker => ({ ...worker, role })),
      '999',
    ) ?? {},
  )
  const onlyOne = names.some(name => singleWriterStreams.some(single => single === name))
  return names.length === 0
    ? []
    : [`Writes the stream \`${names.join('`, `')}\`${onlyOne ? ', which allows one writer only' : ''}.`]
}

function shared(role: Role): readonly string[] {
  if (role.sharedIn === undefined) return []
  const names = Object.keys(sharedSettings(role, ['a']))
  return [`Sets \`${names.join('`, `')}\` in \`conf.d/${role.sharedIn}.yaml\`.`]
}

function routes(role: Role): readonly string[] {
  if (role.as) return [table(['stream', 'request'], ofStreams())]
  if (!serves(role)) return []
  const isMixed = role.routes.some(route => route.balance !== undefined)
  return [
    table(
      ['request', ...(isMixed ? ['spread by'] : [])],
      role.routes.map(route => [code(route), ...(isMixed ? [spread[route.balance ?? role.balance]] : [])]),
    ),
  ]
}

const ofStreams = () => streams.flatMap(stream => writerRoutes[stream].map(route => [`\`${stream}\``, code(route)]))

const serves = (role: Role): boolean => role.routes.length > 0

const positions = { given: ', with a position (`since`, `from`)', none: ', without a position (`since`, `from`)' }

/** In a cell of a table, where `|` must not end it. */
function code({ methods, path, position }: Pick<Route, 'methods' | 'path' | 'position'>): string {
  const text = `${methods?.join(', ') ?? 'any method'} ${path.replace('^', '')}`
  return `\`${text.replaceAll('|', '\\|')}\`${position ? positions[position] : ''}`
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  return `${line(head)}|${'---|'.repeat(head.length)}\n${rows.map(line).join('')}`
}
