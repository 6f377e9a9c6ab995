/** Every process hears what the others say. */
import type { RedisState } from '../../../resources/redis/index.ts'
import type { RefTo } from '../../../sdk/refs.ts'
import { see } from '../../../sdk/refs.ts'
import type { Check, Subject } from './check.ts'

export const subscribers: Check = {
  name: 'Every process is subscribed to Redis',
  hint: 'A process that is not subscribed logs `Connection to redis server ... failed`.',
  ofWorkers: true,
  reads: subject => [redis(subject)],
  faults(subject, observed) {
    const { serverName } = subject.facts
    const state = see(observed, redis(subject))
    if (state?.error) return [`Redis answers: ${state.error}`]
    const found = Number(state?.channels.find(channel => channel.startsWith(`${serverName}=`))?.split('=')[1] ?? 0)
    const expected = processes(subject)
    return found === expected ? [] : [`${found} of ${expected} processes are subscribed to ${serverName}`]
  },
}

const processes = ({ deployment }: Subject): number => deployment.workers.length + 1
const redis = (subject: Subject): RefTo<RedisState> => ({
  kind: 'redis',
  id: `${subject.facts.redis.socket}#${processes(subject)}`,
})
