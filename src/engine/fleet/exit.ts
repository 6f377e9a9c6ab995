/** The exit status of a run (see the README; Ansible's where it has one). */
import type { HostSummary } from '../events.ts'

export function exitCode(
  hosts: Readonly<Record<string, HostSummary>>,
  { interrupted, detailed }: { readonly interrupted: boolean; readonly detailed: boolean },
): number {
  if (interrupted) return 130
  const all = Object.values(hosts)
  const failed = all.some(host => host.failed > 0)
  const unreachable = all.some(host => host.unreachable > 0)
  if (failed && unreachable) return 6
  if (failed) return 2
  if (unreachable) return 4
  return detailed && all.some(host => host.changed + host.unknown > 0) ? 3 : 0
}
