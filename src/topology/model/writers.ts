/** Who writes which stream, and whom other processes have to reach. */
import { type Deployment, ofRole, rolesOf } from './deployment.ts'
import type { Facts } from './facts.ts'
import type { Writers } from './role.ts'

/** Where a role is there for a stream alone, others leave it to that. */
export function writersOf(deployment: Deployment, facts: Facts): Writers {
  const all = rolesOf(deployment).toSorted((a, b) => Number(a.rank === 'writers') - Number(b.rank === 'writers'))
  return Object.assign({}, ...all.map(role => role.writers?.(ofRole(deployment, role), facts.version ?? '0') ?? {}))
}

/** Whether other processes have to reach the worker: it writes a stream, or speaks to other servers for them. */
export function replicates(name: string, deployment: Deployment, facts: Facts): boolean {
  return [...Object.values(writersOf(deployment, facts)).flat(), ...spokesmenOf(deployment)].includes(name)
}

/** `outbound_federation_restricted_to`: those who alone speak to other servers. */
export function spokesmenOf(deployment: Deployment): readonly string[] {
  return deployment.restrictsOutbound ? sendersOf(deployment) : []
}

/** Those who send to other servers in main's place. */
export function sendersOf({ workers }: Deployment): readonly string[] {
  return workers.filter(({ role }) => role.name === 'federation-sender').map(({ name }) => name)
}
