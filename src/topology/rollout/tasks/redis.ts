/** Redis, by which the processes tell each other what is new: over a UNIX socket, for Synapse alone. */
import type { HostView } from '../../../engine/module.ts'
import type { Task } from '../../../engine/task.ts'
import type { InstalledRedisState } from '../../../resources/redis/installed.ts'
import { startRecords } from '../../../resources/unit/start-record.ts'
import { startedWithFile } from '../../../sdk/start-record.ts'
import { type Facts, installedRedisRef } from '../../model/facts.ts'
import { managed, unitFile } from '../../model/paths.ts'
import { matrixRedis, packageRedis } from '../../model/redis.ts'
import { type Modules, stepTask } from '../../step.ts'
import { absentModule } from '../modules/absent.ts'
import { filesModule } from '../modules/files.ts'
import { processesModule } from '../modules/processes.ts'

export function redisTasks(module: Modules): readonly Task[] {
  return [
    stepTask({
      name: 'Install Redis',
      module: module('apt'),
      // Lists of packages that are older than a day may name a version that is gone.
      items: () => [{ args: { name: ['redis-server'], update_cache: true, cache_valid_time: 86_400 } }],
      provides: ({ id }) =>
        /^(redis|\/(etc|etc\/default|run|var\/lib|var\/log|usr\/bin|lib\/systemd\/system)\/redis)/.test(id),
    }),
    stepTask({
      name: 'Configure Redis to listen on a UNIX socket only',
      module: module('lineinfile'),
      items: ({ redis }) =>
        redis === matrixRedis
          ? []
          : directives.map(([regexp, line]) => ({ label: line, args: { path: redis.config, regexp, line } })),
    }),
    stepTask({
      name: 'Configure a Redis instance for Synapse',
      module: filesModule,
      items: facts => [{ args: { files: usesInstance(facts) ? [instanceFile] : [] } }],
    }),
    stepTask({
      name: 'Start Redis',
      module: module('systemd'),
      items: ({ redis }) => [
        {
          args: {
            name: redis.unit.replace('.service', ''),
            ...{ state: 'started', enabled: true, restarts_on: [redis.config] },
          },
        },
      ],
    }),
  ]
}

/** Where there is one, after all processes have left it. */
export function removeRedisTasks(module: Modules): readonly Task[] {
  return [
    stepTask({
      name: 'Stop the Redis instance of Synapse',
      module: processesModule(module('systemd')),
      items: (facts, observed) => {
        const stopped = isOurs(facts, observed) ? [{ unit: matrixRedis.unit, sockets: [] }] : []
        return [{ args: { started: [], stopped, drain: 0, why: [] } }]
      },
    }),
    stepTask({
      name: 'Remove the Redis instance of Synapse',
      module: absentModule,
      items: (facts, observed) => {
        const files = [matrixRedis.config, startedWithFile(matrixRedis.unit), `${startRecords}/${matrixRedis.unit}`]
        const args = { files, folders: [`${unitFile(matrixRedis.unit)}.d`] }
        return isOurs(facts, observed) ? [{ args }] : []
      },
    }),
  ]
}

function isOurs(facts: Facts, observed: HostView): boolean {
  const installed = observed.state(installedRedisRef) as InstalledRedisState | null
  return usesInstance(facts) && installed?.matrixConfig !== 'taken'
}

const usesInstance = ({ redis }: Facts): boolean => redis === matrixRedis

/** The last line of a directive counts. Comments behind one are not allowed in redis.conf. */
const directives: readonly (readonly [regexp: string, line: string])[] = [
  ['^\\s*port\\s', 'port 0'],
  ['^\\s*#?\\s*unixsocket\\s', `unixsocket ${packageRedis.socket}`],
  ['^\\s*#?\\s*unixsocketperm\\s', 'unixsocketperm 770'],
]

/** Nothing of it needs to outlive a restart: Synapse's processes send, and keep nothing in it. */
const instanceFile = {
  path: matrixRedis.config,
  text: managed(`# The Redis of Synapse, next to the one of ${packageRedis.config}.
port 0
unixsocket ${matrixRedis.socket}
unixsocketperm 770
supervised systemd
logfile ""
dir /run/redis-matrix
save ""
appendonly no
`),
}
