/** A Redis that only Synapse uses: it will answer on its UNIX socket alone. */
import { Refusal } from '../../../engine/module.ts'
import { isMonolith } from '../../model/deployment.ts'
import { pickOf } from '../../model/effective-config.ts'
import { redisConfig, redisSocket } from '../../model/paths.ts'
import type { Check } from './survey.ts'

export const redis: Check = ({ facts: { user, files }, deployment, redis: found }) => {
  if (isMonolith(deployment)) return
  const { tcp, error, configuredSocket, hasForeignKeys } = found
  const [line, socket = redisSocket] = configuredSocket?.replaceAll('"', '').split(' ') ?? []
  if (socket !== redisSocket) {
    throw new Refusal(`${redisConfig}:${line}: Redis listens on ${socket}, which another application may use`, {
      hint: `Synapse's processes use ${redisSocket}. Set \`unixsocket ${redisSocket}\` there, restart Redis, and let the applications that name ${socket} name the new path.`,
    })
  }
  const isOwn = pickOf(files, 'redis', 'enabled') !== undefined
  const others = tcp.filter(client => !(isOwn && client === user))
  if (others.length > 0) {
    throw new Refusal(`Redis is used over TCP by ${others.join(', ')}`, {
      hint: 'Synapse gets its Redis over a UNIX socket, and port 6379 is closed. Move the others to the socket, or to a Redis of their own.',
    })
  }
  if (hasForeignKeys && configuredSocket === null) {
    throw new Refusal('Redis holds keys of another application, which may reach it over TCP only', {
      hint: `swk closes port 6379. Set \`unixsocket ${redisSocket}\` and \`unixsocketperm 770\` in ${redisConfig}, restart Redis, and let the application use that socket.`,
    })
  }
  if (error !== null && /NOAUTH|NOPERM/.test(error)) {
    throw new Refusal('Redis asks for a password', {
      hint: 'Its UNIX socket is guarded by its group. Remove `requirepass` from /etc/redis/redis.conf.',
    })
  }
}
