/** docs/when-workers.md: whether to use workers at all, with the measurements in docs/measured.json. */
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

Most homeservers need no workers. A worker helps if the main process has more work than one processor can do, and only then.

## Stay with the monolith when

- **the main process does not fill a processor.** Python runs one thread at a time, so a monolithic Synapse uses at most one
  processor. Check it in the hours when users complain: \`top -p $(systemctl show -p MainPID --value matrix-synapse)\`.
  Below 70 % workers bring no gain.
- **PostgreSQL is slow.** All workers use the same database, with more connections than before. A slow database gets slower.
- **the machine has one or two processors**, or little memory. Workers need processors of their own, and each holds its own caches.
- **the database is SQLite.** Workers cannot share it, and swk refuses it. Migrate to PostgreSQL first, with Synapse's \`synapse_port_db\`.
- **you want single requests to be faster.** Workers do not speed up a request. They shorten the wait if there are many at once.
- **you want high availability.** The main process is still one process on one machine, and without it most things stop.

## What to do first

1. **PostgreSQL.** Debian's settings are for a very small machine. \`shared_buffers\`: a quarter of the memory; \`effective_cache_size\`: half of
   it to three quarters; \`random_page_cost = 1.1\` on an SSD; \`work_mem\`: 16 MB or so. Then find slow queries: with \`pg_stat_statements\`, and in
   Synapse's own log, where \`Processed request\` shows how long each request was in the database.
2. **Caches.** \`caches: { global_factor: 1 }\` or 2 instead of 0.5, if there is enough memory.
3. **Presence.** \`presence: { enabled: false }\` removes a large part of the load, if your users can do without it.
4. **Rooms.** On many homeservers a few rooms with thousands of servers cause most of the load. Do your users need to be in them?
5. **Old state.** Large \`state_groups_state\` tables shrink with \`synapse_auto_compressor\`.
`

const shown: Readonly<Record<string, string>> = {
  processes: 'processes',
  pssMiB: 'memory (MiB)',
  connections: 'open database connections',
  startSeconds: 'restart of all (s)',
  sendMs: 'a single message (ms)',
  requestsPerSecond: 'requests a second, twenty clients',
}

function costs({ machine, presets }: Measured): readonly string[] {
  const rows = Object.entries(presets).map(([name, values]) => [
    name === 'none' ? 'none (monolith)' : name,
    ...Object.keys(shown).map(key => String(values[key] ?? '')),
  ])
  return [
    '## What workers cost\n',
    `Measured by \`npm run bench:presets\` on ${machine.processors} processors (${machine.model}) that also ran the clients and the database. The homeserver has three users and almost no history; the processes of a large homeserver use several times as much memory.\n`,
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
    `Each worker adds about ${each} MiB before it has done any work, and up to \`cp_max\` connections. A single message takes ${none.sendMs} ms with the monolith and ${most.sendMs} ms with ${most.processes} processes.\n`,
  ]
}

const afterwards = `## When to add workers

Signs: the main process stays above 90 % of a processor, syncs are slow while PostgreSQL is idle, messages of other servers
arrive minutes late, uploads delay all other requests.

- Start with \`workers: small\` and measure again. Most homeservers need no more.
- Then add workers to the role that has the load, not the next preset: \`swk topology --request\` shows which worker serves a request, and
  each worker's log what it spends its time on. Slow syncs: another \`client-sync\`. Federation falls behind: \`federation-inbound\`, another \`federation-sender\`. One busy
  room: pin it to a \`roomworker\` of its own.
- With two workers of a role, changes and upgrades are rolling: one serves while the other restarts.
- More processes than processors do not help. \`one-of-each\` is for tests and for exploration.
- Every process has its own pool: \`max_connections\` of PostgreSQL has to be at least processes × \`cp_max\` + 10; otherwise
  swk refuses the topology.
- \`workers: {}\` restores the monolith.

The workers of each preset: [presets.md](presets.md).
`
