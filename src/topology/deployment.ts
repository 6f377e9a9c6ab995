/** The workers that a topology asks for. */
import type { Role } from './role.ts'

export type Worker = {
  /** `clientsync1`: name in Synapse, of its unit, its files and its sockets. */
  readonly name: string
  readonly role: Role
}

export type Deployment = { readonly workers: readonly Worker[] }

export function workersOf(role: Role, count: number): readonly Worker[] {
  return Array.from({ length: count }, (_, i) => ({ name: `${role.name.replaceAll('-', '')}${i + 1}`, role }))
}

/** The roles that have workers, in the order of the topology. */
export function rolesOf({ workers }: Deployment): readonly Role[] {
  return [...new Set(workers.map(worker => worker.role))]
}

export function ofRole({ workers }: Deployment, role: Role): readonly Worker[] {
  return workers.filter(worker => worker.role === role)
}
