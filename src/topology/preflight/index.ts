/** All preflight checks, in the order in which their "no" helps most. */
import type { Check } from '../modules/preflight.ts'
import { configuration } from './configuration.ts'
import { database } from './database.ts'
import { proxy } from './proxy.ts'
import { redis } from './redis.ts'
import { version } from './version.ts'

export const preflightChecks: readonly Check[] = [version, database, configuration, redis, proxy]
