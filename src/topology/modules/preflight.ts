/** Says no before anything is changed, where the host is not one from which the topology can be reached. */
import { z } from 'zod'
import { defineModule, type Observed, Refusal } from '../../engine/module.ts'
import type { RedisState } from '../../resources/redis.ts'
import type { Deployment } from '../deployment.ts'
import { type Facts, factRefs, factsOf } from '../facts.ts'
import { redisSocket } from '../layout.ts'
import { preflightChecks } from '../preflight/index.ts'

export type PreflightArgs = { readonly deployment: Deployment }
export type Check = (facts: Facts, deployment: Deployment, redis: RedisState, observed: Observed) => void

const redisRef = { kind: 'redis', id: redisSocket }

export const preflightModule = defineModule({
  name: 'preflight',
  summary: 'Refuses a host that cannot become what the topology says.',
  args: z.custom<PreflightArgs>(),
  reads: () => [...factRefs, redisRef],
  plan({ deployment }, observed) {
    const facts = factsOf(observed)
    const redis = observed.state(redisRef) as RedisState | null
    if (redis === null) throw new Refusal('the host did not say who uses its Redis')
    for (const check of preflightChecks) check(facts, deployment, redis, observed)
    return []
  },
})
