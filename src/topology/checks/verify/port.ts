/** Redis is closed to the network. One that other applications use is theirs. */
import { port as portRef, see } from '../../../sdk/refs.ts'
import { packageRedis } from '../../model/redis.ts'
import type { Check } from './check.ts'

export const port: Check = {
  name: 'Redis listens on no port',
  ofWorkers: true,
  reads: () => [portRef(6379)],
  faults({ facts }, observed) {
    if (facts.redis.unit !== packageRedis.unit) return []
    const addresses = see(observed, portRef(6379))?.addresses ?? []
    return addresses.length === 0 ? [] : [`something listens on port 6379 (${addresses.join(', ')})`]
  },
}
