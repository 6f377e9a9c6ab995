/** Discovery: what a Synapse shares its host with: memory, the connections of PostgreSQL, programs that speak to it directly. Read only. */
import { sh } from '../../shell/sh.ts'
import { type Kind, refKey } from '../kind.ts'

/** id: ''. Always there. */
export type SynapseHostState = {
  /** `max_connections` of the PostgreSQL that answers on this host's socket; null: none does. */
  readonly maxConnections: number | null
  /** MiB */
  readonly memoryTotal: number
  readonly memoryAvailable: number
  /** `PORT UNIT` (`8008 mautrix-signal.service`): programs with a connection to a port of this host; no unit: their own name. */
  readonly visitors: readonly string[]
}

export const synapseHostKind: Kind = {
  name: 'synapse-host',
  probe: () => sh`eval ${script}`,
  read(output, refs) {
    const state = stateOf(output.toString('utf8'))
    return new Map(refs.map(ref => [refKey(ref), state]))
  },
}

/**
 * psql itself, not Debian's wrapper, which takes longer than all the rest. Ports that are handed out to clients are nobody's: what
 * listens there is not meant to be spoken to.
 */
const script = String.raw`
sed -n -e 's/^MemTotal: *\([0-9]*\).*/total \1/p' -e 's/^MemAvailable: *\([0-9]*\).*/available \1/p' /proc/meminfo
psql=
for found in /usr/lib/postgresql/*/bin/psql /usr/bin/psql; do [ ! -x "$found" ] || { psql=$found; break; }; done
for socket in /run/postgresql/.s.PGSQL.*[0-9]; do
  [ -S "$socket" ] && [ "$psql" ] || continue
  printf 'postgres %s %s\n' "${'$'}{socket##*.}" "$(cd / && PGCONNECT_TIMEOUT=2 timeout 3 setpriv --reuid=postgres --regid=postgres --clear-groups "$psql" -wXAtq -h /run/postgresql -p "${'$'}{socket##*.}" -d postgres -c 'SHOW max_connections' 2>/dev/null)"
done
ss -Htnp state established 2>/dev/null | awk '
{ own = $3; peer = $4; sub(/:[0-9]+$/, "", own); port = $4; sub(/:[0-9]+$/, "", peer); sub(/.*:/, "", port) }
port + 0 > 0 && port + 0 < 32768 && (own == peer || peer ~ /^(127\.|\[::1\]|\[::ffff:127\.)/) && match($0, /"[^"]+",pid=[0-9]+/) {
  who = substr($0, RSTART + 1, RLENGTH - 1); name = who; pid = who; sub(/".*/, "", name); sub(/.*pid=/, "", pid)
  if (!seen[port " " pid]++) print port, pid, name
}' | while read -r port pid name; do
  unit=
  while IFS= read -r line; do case $line in *.service) unit=${'$'}{line##*/};; *.service/*) unit=${'$'}{line%%.service/*}; unit=${'$'}{unit##*/}.service;; esac; done 2>/dev/null < "/proc/$pid/cgroup"
  printf 'visitor %s %s\n' "$port" "${'$'}{unit:-$name}"
done`

function stateOf(output: string): SynapseHostState {
  const all = (tag: string) => [...output.matchAll(new RegExp(`^${tag} (.*)$`, 'gm'))].map(([, text = '']) => text)
  const mebibytes = (tag: string) => Math.round(Number(all(tag)[0] ?? 0) / 1024)
  const servers = all('postgres').map(line => line.split(' '))
  const [, shown = ''] = servers.find(([port]) => port === '5432') ?? servers[0] ?? []
  return {
    maxConnections: /^\d+$/.test(shown) ? Number(shown) : null,
    memoryTotal: mebibytes('total'),
    memoryAvailable: mebibytes('available'),
    visitors: [...new Set(all('visitor'))].sort(),
  }
}
