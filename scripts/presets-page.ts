/** docs/presets.md: sets of workers, and what they cost where `npm run bench:presets` has measured it (docs/measured.json). */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectionsOf } from '../src/topology/model/connections.ts'
import { type Preset, presets } from '../src/topology/model/presets.ts'
import { roles } from '../src/topology/model/roles/index.ts'
import { isAtLeast, type Version } from '../src/topology/model/version.ts'
import { table } from './roles-page.ts'

type Measured = {
  readonly machine: { readonly processors: number; readonly model: string }
  readonly presets: Readonly<Record<string, Readonly<Record<string, number>>>>
}

export function presetsPage(): string {
  return [
    '# Presets\n',
    'Sets of workers to start with: `workers: medium`, then change single roles ([topology.md](topology.md)). What the roles do: [roles.md](roles.md).\n',
    table(
      ['preset', 'intended for', 'processes', 'database connections', 'from Synapse'],
      presets.map(preset => [
        `[${preset.name}](#${preset.name})`,
        preset.summary,
        String(countOf(preset) + 1),
        String(connectionsOf(countOf(preset), 10)),
        sinceOf(preset),
      ]),
    ),
    "The main process is one of the processes. Each has a pool of `cp_max` connections to PostgreSQL: ten in the example of Synapse's documentation, five if it is not set. Ten more are for other programs: `max_connections` has to be at least the number of this table.\n",
    ...presets.map(section),
    ...measuredSection(),
  ].join('\n')
}

function section({ name, summary, workers }: Preset): string {
  const rows = Object.entries(workers).map(([role, asked]) =>
    typeof asked === 'number'
      ? [`[${role}](roles.md#${role})`, String(asked), '']
      : [`[${role}](roles.md#${role})`, String(asked.count), asked.streams.map(stream => `\`${stream}\``).join(', ')],
  )
  const hasStreams = rows.some(([, , streams]) => streams !== '')
  const cells = rows.map(row => (hasStreams ? row : row.slice(0, 2)))
  return `## ${name}\n\n${summary}\n\n${table(['role', 'workers', ...(hasStreams ? ['streams'] : [])], cells)}`
}

function countOf({ workers }: Preset): number {
  return Object.values(workers).reduce<number>(
    (sum, asked) => sum + (typeof asked === 'number' ? asked : asked.count),
    0,
  )
}

/** The newest version that one of its roles needs. */
function sinceOf({ workers }: Preset): Version {
  const all = Object.entries(workers).flatMap(([name, asked]) => {
    const role = roles.find(other => other.name === name)
    const made = typeof asked === 'number' ? role : role?.as?.(asked, 0, 1)
    return made?.since ?? made?.broken?.to ?? []
  })
  return all.reduce((a, b) => (isAtLeast(a, b) ? a : b))
}

/** What is measured, by its name in the file. */
const measures: Readonly<Record<string, string>> = {
  pssMiB: 'memory (PSS, MiB)',
  startSeconds: 'restart of all (s)',
  mainDownSeconds: 'of these, main (s)',
  connections: 'open database connections',
  sendMs: 'sending a message (ms)',
  requestsPerSecond: 'requests a second',
  load: 'load before',
}

function measuredSection(): readonly string[] {
  const file = join(import.meta.dirname, '../docs/measured.json')
  if (!existsSync(file)) return []
  const { machine, presets: all } = JSON.parse(readFileSync(file, 'utf8')) as Measured
  const keys = [...new Set(Object.values(all).flatMap(Object.keys))]
  const rows = Object.entries(all).map(([name, values]) => [name, ...keys.map(key => String(values[key] ?? ''))])
  return [
    '## Measured\n',
    `A small homeserver with an almost empty database, on ${machine.processors} processors (${machine.model}), measured by \`npm run bench:presets\`. \`none\` is the monolith.\n`,
    table(['preset', ...keys.map(key => measures[key] ?? key)], rows),
  ]
}
