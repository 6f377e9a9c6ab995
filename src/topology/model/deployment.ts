/** The workers that a topology asks for. */
import type { Role, Worker, WorkerOptions } from './role.ts'

export type { Worker, WorkerOptions } from './role.ts'

export type Deployment = {
  readonly workers: readonly Worker[]
  /** `other`: swk touches no nginx; `nginx: false` in the playbook. */
  readonly proxy: 'nginx' | 'other'
  /** `accept_direct_listeners: true`: ways to main that pass by the proxy's routes are reported, not refused. */
  readonly acceptsDirect: boolean
  /** Another proxy may still lead media to main: `nginx: false` without `proxy_routes_media: true`. */
  readonly mainKeepsMedia: boolean
  /** Rooms that one worker serves alone. */
  readonly rooms: readonly { readonly room: string; readonly worker: string }[]
  /** Only the federation senders speak to other servers: `outbound_federation_restricted_to`. */
  readonly restrictsOutbound: boolean
  /** What the playbook says of the database; null: the host is asked. */
  readonly maxConnections: number | null
  /** Seconds that requests under way have to end before their worker is stopped. */
  readonly drain: number
}

/** No workers at all: a monolith. */
export const monolith: Deployment = {
  workers: [],
  proxy: 'nginx',
  acceptsDirect: false,
  mainKeepsMedia: false,
  rooms: [],
  restrictsOutbound: false,
  maxConnections: null,
  drain: 10,
}

export const isMonolith = ({ workers }: Deployment): boolean => workers.length === 0

export function workersOf(role: Role, count: number, options: WorkerOptions = {}): readonly Worker[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `${role.name.replaceAll('-', '')}${i + 1}`,
    role: roleOf(role, options, i, count),
    options,
  }))
}

/** The role of the `nth` worker (from 0) of `count` that a playbook asks for. */
export function roleOf(role: Role, options: WorkerOptions, nth: number, count: number): Role {
  return role.as?.(options, nth, count) ?? role
}

/** The roles that have workers, in the order of the topology. */
export function rolesOf({ workers }: Deployment): readonly Role[] {
  return [...new Set(workers.map(worker => worker.role))]
}

export function ofRole({ workers }: Deployment, role: Role): readonly Worker[] {
  return workers.filter(worker => worker.role === role)
}
