/** Says no before anything is changed, where the host is not one from which the topology can be reached; warns where it may be too small. */
import { z } from 'zod'
import { defineModule, type HostView, Refusal } from '../../../engine/module.ts'
import type { RedisState } from '../../../resources/redis/index.ts'
import type { SynapseHostState } from '../../../resources/synapse/host.ts'
import { path } from '../../../sdk/refs.ts'
import { preflightChecks, preflightWarnings } from '../../checks/preflight/index.ts'
import type { Survey } from '../../checks/preflight/survey.ts'
import type { Deployment } from '../../model/deployment.ts'
import { factRefs, factsOf } from '../../model/facts.ts'
import { nginxFiles } from '../../model/paths.ts'
import { packageRedis } from '../../model/redis.ts'

export type PreflightArgs = { readonly deployment: Deployment }

const redisRef = { kind: 'redis', id: packageRedis.socket }
const hostRef = { kind: 'synapse-host', id: '' }

export const preflightModule = defineModule({
  name: 'preflight',
  summary: 'Refuses a host that cannot run the topology.',
  args: z.custom<PreflightArgs>(),
  reads: () => [...factRefs, redisRef, hostRef, ...nginxFiles.map(file => path(file, 'content'))],
  plan({ deployment }, observed) {
    const survey = surveyOf(deployment, observed)
    const refusals = preflightChecks.flatMap(check => catchRefusal(() => check(survey)))
    if (refusals.length > 0) throw joinRefusals(refusals)
    return []
  },
  warnings({ deployment }, observed) {
    const survey = surveyOf(deployment, observed)
    return preflightWarnings.flatMap(warn => warn(survey))
  },
})

function catchRefusal(run: () => void): readonly Refusal[] {
  try {
    run()
    return []
  } catch (error) {
    if (error instanceof Refusal) return [error]
    throw error
  }
}

/** One check shows all reasons, each with its number and what to do. */
function joinRefusals(refusals: readonly Refusal[]): Refusal {
  const [first] = refusals
  if (refusals.length === 1 && first !== undefined) return first
  const numbered = (texts: readonly string[]) => texts.flatMap((text, i) => (text === '' ? [] : [`(${i + 1}) ${text}`]))
  return new Refusal(`${refusals.length} reasons: ${numbered(refusals.map(({ message }) => message)).join('; ')}`, {
    hint: numbered(refusals.map(({ hint }) => hint ?? '')).join(' '),
  })
}

function surveyOf(deployment: Deployment, observed: HostView): Survey {
  const facts = factsOf(observed)
  const redis = observed.state(redisRef) as RedisState | null
  const host = observed.state(hostRef) as SynapseHostState | null
  if (redis === null || host === null)
    throw new Refusal('the host did not report the users of its Redis and its database')
  return { facts, deployment, redis, host, observed }
}
