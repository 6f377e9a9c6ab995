/** Redis is closed to the network. */
import { port as portRef, see } from '../../vocabulary/refs.ts'
import { isMonolith } from '../deployment.ts'
import type { Check } from './check.ts'

export const port: Check = {
  name: 'Redis listens on no port',
  reads: ({ deployment }) => (isMonolith(deployment) ? [] : [portRef(6379)]),
  faults({ deployment }, observed) {
    if (isMonolith(deployment)) return []
    const addresses = see(observed, portRef(6379))?.addresses ?? []
    return addresses.length === 0 ? [] : [`something listens on port 6379 (${addresses.join(', ')})`]
  },
}
