/** What a host has in /etc, in users, units and listening ports: taken before the first play and after the way back. */
import type { LabHost } from '../../../src/lab/index.ts'

export type HostSnapshot = ReadonlyMap<string, string>

/** What apt and systemd write by themselves; users and groups are compared one by one. */
const restless =
  /^\/etc\/(\.pwd\.lock|\.updated|(passwd|shadow|group|gshadow|subuid|subgid)-?|mtab|resolv\.conf|ld\.so\.cache)$/

export async function takeSnapshot(host: LabHost): Promise<HostSnapshot> {
  const { code, stdout, stderr } = await host.run(script)
  if (code !== 0) throw new Error(stderr)
  const lines = stdout.split('\n').filter(line => line !== '')
  const entries = lines.map(line => [line.split('\t')[0] as string, line] as const)
  return new Map(entries.filter(([path]) => !restless.test(path)))
}

const script = `
cd /
find /etc -type f -printf '%p\\t%y %m %u:%g ' -exec sh -c 'sha256sum < "$1"' sh {} \\;
find /etc ! -type f -printf '%p\\t%y %m %u:%g %l\\n'
sed 's/^\\([^:]*\\):/user \\1\\t/' /etc/passwd
sed 's/^\\([^:]*\\):/group \\1\\t/' /etc/group
systemctl list-units --all --no-legend --plain --state=active 'matrix*' 'synapse*' 'redis*' 'nginx*' 'postgres*' | awk '{ print "unit " $1 "\\t" $3 }'
ss -Hltn | awk '{ print "port " $4 "\\tlistens" }' | sort -u
find /run/matrix-synapse /var/log/matrix-synapse /var/lib/matrix-synapse -maxdepth 1 ! -name '*.log*' -printf '%p\\t%y %m %u:%g\\n' 2>/dev/null
true
`

/** One line a difference. */
export function compareSnapshots(before: HostSnapshot, after: HostSnapshot): readonly string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  return names.flatMap(name => {
    if (!before.has(name)) return [`new: ${name}`]
    if (!after.has(name)) return [`lost: ${name}`]
    return before.get(name) === after.get(name) ? [] : [`changed: ${name}`]
  })
}
