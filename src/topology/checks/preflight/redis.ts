/** A Redis that only Synapse uses: it will answer on its UNIX socket alone. */
import { Refusal } from '../../../engine/module.ts'
import { isMonolith } from '../../model/deployment.ts'
import { pickOf } from '../../model/effective-config.ts'
import type { Check } from './survey.ts'

export const redis: Check = ({ facts: { user, files }, deployment, redis: { tcp, error } }) => {
  if (isMonolith(deployment)) return
  const isOwn = pickOf(files, 'redis', 'enabled') !== undefined
  const others = tcp.filter(client => !(isOwn && client === user))
  if (others.length > 0) {
    throw new Refusal(`Redis is used over TCP by ${others.join(', ')}`, {
      hint: 'Synapse gets its Redis over a UNIX socket, and port 6379 is closed. Move the others to the socket, or to a Redis of their own.',
    })
  }
  if (error !== null && /NOAUTH|NOPERM/.test(error)) {
    throw new Refusal('Redis asks for a password', {
      hint: 'Its UNIX socket is guarded by its group. Remove `requirepass` from /etc/redis/redis.conf.',
    })
  }
}
