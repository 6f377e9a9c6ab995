/** All preflight checks, in the order in which their "no" helps most, and all warnings. */
import { adoption } from './adoption.ts'
import { appservices } from './appservices.ts'
import { configuration } from './configuration.ts'
import { connections, unknownConnections } from './connections.ts'
import { database } from './database.ts'
import { federation } from './federation.ts'
import { leftovers, mediaElsewhere, overridden } from './leftovers.ts'
import { memory } from './memory.ts'
import { entrances, proxy } from './proxy.ts'
import { redis } from './redis.ts'
import { sandbox } from './sandbox.ts'
import { sso } from './sso.ts'
import type { Check, Warn } from './survey.ts'
import { version } from './version.ts'

export const preflightChecks: readonly Check[] = [
  ...[version, database, sso, federation, adoption, leftovers, configuration, connections, redis, proxy, sandbox],
]

export const preflightWarnings: readonly Warn[] = [
  unknownConnections,
  memory,
  appservices,
  overridden,
  mediaElsewhere,
  entrances,
]
