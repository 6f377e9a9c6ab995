/** Connections to PostgreSQL: each process of Synapse has a pool of its own. */

/** Twisted's, where `cp_max` is not set. Synapse's documentation sets 10. */
export const defaultPool = 5
/** For people, backups and what else asks the database. */
export const spareConnections = 10

/** What `max_connections` has to be for so many workers and main. */
export const connectionsOf = (workers: number, pool: number = defaultPool): number =>
  (workers + 1) * pool + spareConnections
