/** docs/when-workers.md: whether to use workers at all, with what was measured (docs/measured.json). */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { table } from './roles-page.ts'

type Numbers = Readonly<Record<string, number>>
type Measured = {
  readonly machine: { readonly processors: number; readonly model: string }
  readonly presets: Readonly<Record<string, Numbers>>
}

export function whenWorkersPage(): string {
  const file = join(import.meta.dirname, '../docs/measured.json')
  const measured: Measured | undefined = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  return [advice, ...(measured ? costs(measured) : []), afterwards].join('\n')
}

const advice = `# When not to use workers

Most homeservers need none. A worker takes work off a main process that has more of it than one processor can do. It does nothing else.

## Stay with the monolith when

- **the main process does not fill a processor.** Python runs one thread at a time, so that Synapse as a monolith can use one
  processor and no more. Look at it in the hours when people complain: \`top -p $(systemctl show -p MainPID --value matrix-synapse)\`.
  Below 70 % there is nothing that a worker could take over.
- **PostgreSQL is what is slow.** All workers ask the same database, with more connections than before. A slow one gets slower.
- **the machine has one or two processors**, or little memory. Workers need processors of their own, and each holds its own caches.
- **the database is SQLite.** Workers cannot share it. Synapse brings \`synapse_port_db\` to move to PostgreSQL; swk refuses until then.
- **you want single requests to be faster.** They are not. Many at once wait less for each other, that is all.
- **you want a homeserver that does not fail.** Main is still one process on one machine, and without it most things stop.

## What to do first

1. **PostgreSQL.** Debian's settings are for a very small machine. \`shared_buffers\`: a quarter of the memory; \`effective_cache_size\`: half of
   it to three quarters; \`random_page_cost = 1.1\` on an SSD; \`work_mem\`: 16 MB or so. Then see what is slow: \`pg_stat_statements\`, and
   Synapse's own log, where \`Processed request\` says how long each request was in the database.
2. **Caches.** \`caches: { global_factor: 1 }\` or 2 instead of 0.5, when there is memory for it.
3. **Presence.** \`presence: { enabled: false }\` takes a large part of the load away where people can do without it.
4. **Rooms.** A few rooms with thousands of servers are most of the work of many homeservers. Who has to be in them?
5. **Old state.** Large \`state_groups_state\` tables shrink with \`synapse_auto_compressor\`.
`

const shown: Readonly<Record<string, string>> = {
  processes: 'processes',
  pssMiB: 'memory (MiB)',
  connections: 'open database connections',
  startSeconds: 'restart of all (s)',
  sendMs: 'a message, alone (ms)',
  requestsPerSecond: 'requests a second, twenty clients',
}

function costs({ machine, presets }: Measured): readonly string[] {
  const rows = Object.entries(presets).map(([name, values]) => [
    name === 'none' ? 'none (monolith)' : name,
    ...Object.keys(shown).map(key => String(values[key] ?? '')),
  ])
  return [
    '## What they cost\n',
    `Measured by \`npm run bench:presets\` on ${machine.processors} processors (${machine.model}) that carried the clients and the database too. The homeserver has three users and next to no history: processes of a large one hold several times as much memory.\n`,
    table(['preset', ...Object.values(shown)], rows),
    ...perProcess(presets),
  ]
}

function perProcess(presets: Measured['presets']): readonly string[] {
  const { none, ...others } = presets
  const most = Object.values(others).toSorted((a, b) => (b.processes ?? 0) - (a.processes ?? 0))[0]
  if (!none?.pssMiB || !most?.pssMiB || !most.processes) return []
  const each = Math.round((most.pssMiB - none.pssMiB) / (most.processes - 1))
  return [
    `Each worker adds about ${each} MiB before it has done any work, and up to \`cp_max\` connections. A message that is alone takes ${none.sendMs} ms with the monolith and ${most.sendMs} ms with ${most.processes} processes.\n`,
  ]
}

const afterwards = `## When it is time

Signs: the main process stays above 90 % of a processor, syncs take long while PostgreSQL has nothing to do, messages of other servers
come minutes late, uploads make everything else wait.

- Begin with \`workers: small\` and look again. Most stay there.
- Then take the role that the load is in, not the next preset: \`swk topology --request\` says which worker serves what, and each worker's log
  what it is busy with. Slow syncs: another \`client-sync\`. Federation behind: \`federation-inbound\`, another \`federation-sender\`. One busy
  room: pin it to a \`roomworker\` of its own.
- Two workers of a role make changes and upgrades rolling: one serves while the other restarts.
- More processes than processors serve nobody. \`one-of-each\` is for tests and for looking around.
- Every process has its own pool: \`max_connections\` of PostgreSQL has to be at least processes × \`cp_max\` + 10. swk refuses what does
  not fit.
- The way back is \`workers: {}\`.

What each preset is made of: [presets.md](presets.md).
`
