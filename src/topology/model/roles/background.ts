/** Synapse asks nobody for a second one, but does not say so either: two would do the same work twice. */
import type { Role } from '../role.ts'

export const background: Role = {
  name: 'background',
  aliases: ['background-worker', 'background-tasks'],
  summary: 'Runs the regular tasks: cleaning up, statistics, expiry of what has a time limit.',
  resources: ['health'],
  rank: 'client',
  balance: 'least-connections',
  start: 'first',
  atMost: 1,
  routes: [],
  sharedIn: 'background',
}
