/** Redis, by which the processes tell each other what is new: over a UNIX socket, for Synapse alone. */
import type { Task } from '../../../engine/task.ts'
import { redisConfig, redisSocket } from '../../model/paths.ts'
import { type Modules, stepTask } from '../../step.ts'

export function redisTasks(module: Modules): readonly Task[] {
  return [
    stepTask({
      name: 'Install Redis',
      module: module('apt'),
      // Lists of packages that are older than a day may name a version that is gone.
      items: () => [{ args: { name: ['redis-server'], update_cache: true, cache_valid_time: 86_400 } }],
      brings: ({ id }) =>
        /^(redis|\/(etc|etc\/default|run|var\/lib|var\/log|usr\/bin|lib\/systemd\/system)\/redis)/.test(id),
    }),
    stepTask({
      name: 'Configure Redis to listen on a UNIX socket only',
      module: module('lineinfile'),
      items: () => directives.map(([regexp, line]) => ({ label: line, args: { path: redisConfig, regexp, line } })),
    }),
    stepTask({
      name: 'Add Synapse to the group redis',
      module: module('user-group'),
      items: ({ user }) => [{ args: { name: 'redis', members: [user] } }],
    }),
    stepTask({
      name: 'Start Redis',
      module: module('systemd'),
      items: () => [{ args: { name: 'redis-server', state: 'started', enabled: true, restarts_on: [redisConfig] } }],
    }),
  ]
}

/** The last line of a directive counts. Comments behind one are not allowed in redis.conf. */
const directives: readonly (readonly [regexp: string, line: string])[] = [
  ['^\\s*port\\s', 'port 0'],
  ['^\\s*#?\\s*unixsocket\\s', `unixsocket ${redisSocket}`],
  ['^\\s*#?\\s*unixsocketperm\\s', 'unixsocketperm 770'],
]
