/** The Redis that Synapse's processes are to use is theirs alone, and answers on its UNIX socket. */
import { Refusal } from '../../../engine/module.ts'
import type { InstalledRedisState } from '../../../resources/redis/installed.ts'
import { isMonolith } from '../../model/deployment.ts'
import { pickOf } from '../../model/effective-config.ts'
import { installedRedisRef } from '../../model/facts.ts'
import { matrixRedis, packageRedis } from '../../model/redis.ts'
import type { Check } from './survey.ts'

export const redis: Check = ({ facts, deployment, redis: found, observed }) => {
  if (isMonolith(deployment)) return
  const installed = observed.state(installedRedisRef) as InstalledRedisState | null
  if (facts.redis === matrixRedis) {
    if (installed !== null) assertInstancePossible(installed)
    return
  }
  const { tcp, error } = found
  const isOwn = pickOf(facts.files, 'redis', 'enabled') !== undefined
  const others = tcp.filter(client => !(isOwn && client === facts.user))
  if (others.length > 0) {
    throw new Refusal(`Redis is used over TCP by ${others.join(', ')}`, {
      hint: 'Synapse gets its Redis over a UNIX socket, and port 6379 is closed. Move the others to the socket, or to a Redis of their own.',
    })
  }
  if (error !== null && /NOAUTH|NOPERM/.test(error)) {
    throw new Refusal('Redis asks for a password', {
      hint: `Its UNIX socket is guarded by its group. Remove \`requirepass\` from ${packageRedis.config}, if no other application uses this Redis.`,
    })
  }
}

/** Next to the Redis of another application. */
function assertInstancePossible({ matrixConfig, hasTemplate }: InstalledRedisState): void {
  if (matrixConfig === 'taken') {
    throw new Refusal(`${matrixRedis.config} is not swk's; expected no Redis instance of that name`, {
      hint: `Another application may use ${packageRedis.config}, so that Synapse needs an instance of its own. Rename the instance \`matrix\`.`,
    })
  }
  if (!hasTemplate) {
    throw new Refusal(
      `${packageRedis.config} is used by another application, and redis-server@.service does not exist`,
      {
        hint: "swk leaves that Redis as it is and runs an instance of its own from Debian's unit template. Install the package redis-server of Debian.",
      },
    )
  }
}
