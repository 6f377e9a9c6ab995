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
    'What the workers of a homeserver can be. A role is a file in `src/topology/model/roles/`, and this page is made from them. Sets of roles to begin with: [presets.md](presets.md). What they set: [synapse-settings.md](synapse-settings.md).\n',
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
    '## Who serves a request\n',
    `The first that fits: ${byRank
      .filter(serves)
      .map(({ name }) => `\`${name}\``)
      .join(
        ', ',
      )}, and what none of these takes is main's. Before all of them stands what [main alone](#main-alone) can do.\n`,
    'What changes a stream goes to the role that writes it where there is one, else to main, never to another worker.\n',
    ...roles.map(section),
    '## main alone\n',
    table(
      ['request', 'because'],
      mainOnly.map(route => [code(route), route.because]),
    ),
    '## Left to main\n',
    'Workers could serve this; swk does not lead it to them.\n',
    table(
      ['request', 'because'],
      notRouted.map(route => [code(route), route.because]),
    ),
  ].join('\n')
}

const spread: Readonly<Record<Balance, string>> = {
  user: 'user (access token)',
  room: 'room',
  source: 'address that asks',
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
  if (role.as) return [`It may write any of ${streams.map(name => `\`${name}\``).join(', ')}.`]
  const names = Object.keys(
    role.writers?.(
      three.map(worker => ({ ...worker, role })),
      '999',
    ) ?? {},
  )
  const onlyOne = names.some(name => singleWriterStreams.some(single => single === name))
  return names.length === 0
    ? []
    : [`Writes the stream \`${names.join('`, `')}\`${onlyOne ? ', of which Synapse takes one writer' : ''}.`]
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
