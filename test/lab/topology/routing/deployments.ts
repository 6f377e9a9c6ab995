/** Deployments on which routing is tried. */
import { type Deployment, monolith, workersOf } from '../../../../src/topology/model/deployment.ts'
import { roles } from '../../../../src/topology/model/roles/index.ts'
import type { Random } from './random-requests.ts'

/** Every role with two workers, where it may have them, and a room that one of them serves alone. */
export const everything: Deployment = withRooms(roles.map(role => [role, Math.min(2, role.atMost ?? 2)] as const))

export function randomDeployment(random: Random): Deployment {
  const chosen = roles.filter(() => random.chance(0.6))
  return withRooms(chosen.map(role => [role, Math.min(1 + random.below(3), role.atMost ?? 3)] as const))
}

function withRooms(counts: readonly (readonly [(typeof roles)[number], number])[]): Deployment {
  const workers = counts.flatMap(([role, count]) => workersOf(role, count, optionsOf(role.name)))
  const busy = workers.find(({ role }) => role.name === 'roomworker')
  return { ...monolith, workers, rooms: busy ? [{ room: '!Busy:example.org', worker: busy.name }] : [] }
}

function optionsOf(role: string) {
  return role === 'stream-writer' ? { streams: ['typing', 'receipts'] as const } : {}
}
