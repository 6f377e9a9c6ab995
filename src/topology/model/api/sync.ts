/** What clients wait on. */
import type { Route } from '../role.ts'
import { all, client, ofRoom, recent } from './route.ts'

const syncs: readonly Route[] = [
  client(['GET'], recent, 'sync$', 'v3/sync'),
  client(['GET'], all, 'events$', 'v3/events'),
]

export const slidingSync: readonly Route[] = [
  client(
    ['POST'],
    'unstable',
    'org\\.matrix\\.simplified_msc3575/sync$',
    'unstable/org.matrix.simplified_msc3575/sync',
  ),
]

/** They never carry a position. */
const firstLooks: readonly Route[] = [
  client(['GET'], all, 'initialSync$', 'v3/initialSync'),
  ofRoom(['GET'], all, 'initialSync$', 'initialSync'),
]

/** The first sync of a device: much to put together, for a short time. */
export const initialSync: readonly Route[] = [
  ...syncs.map(route => ({ ...route, position: 'none' as const })),
  ...firstLooks,
]

/** Syncs that go on from a position: little to put together, all day. */
export const normalSync: readonly Route[] = syncs.map(route => ({ ...route, position: 'given' as const }))

export const allSync: readonly Route[] = [...syncs, ...slidingSync, ...firstLooks]
