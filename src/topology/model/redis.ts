/** Which Redis Synapse's processes use: the host's own where it is theirs alone, else an instance of theirs next to it. */
import type { InstalledRedisState } from '../../resources/redis/installed.ts'
import type { ConfigFile } from '../../resources/synapse/index.ts'
import { sharedFile } from './paths.ts'

export type Redis = { readonly unit: string; readonly config: string; readonly socket: string }

/** Of the package; swk sets its port and its socket. */
export const packageRedis: Redis = {
  unit: 'redis-server.service',
  config: '/etc/redis/redis.conf',
  socket: '/run/redis/redis-server.sock',
}

/** Of the package's template; its configuration is swk's as a whole. */
export const matrixRedis: Redis = {
  unit: 'redis-server@matrix.service',
  config: '/etc/redis/redis-matrix.conf',
  socket: '/run/redis-matrix/redis-server.sock',
}

/** A Redis that was there before swk, and that anything else uses or may use, is left as it is. */
export function chooseRedis(found: InstalledRedisState | null, files: readonly ConfigFile[]): Redis {
  if (found === null || !found.isInstalled) return packageRedis
  if (found.matrixConfig === 'own') return matrixRedis
  const named = files.find(({ path }) => path === sharedFile('redis'))?.picks['redis.path']
  if (named === packageRedis.socket) return packageRedis
  const isOnSocketAlone = found.port === '0' && found.socket === packageRedis.socket && !found.isGuarded
  // Processes that the operator put on it go on using its port until all of them move.
  const isUsed = found.isUsed || files.some(({ picks }) => /^(true|yes|on)$/i.test(picks['redis.enabled'] ?? ''))
  return isOnSocketAlone || (found.isUnchanged && !isUsed) ? packageRedis : matrixRedis
}
