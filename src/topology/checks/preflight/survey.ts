/** What preflight looks at, and the two things that it can say. */
import type { HostView } from '../../../engine/module.ts'
import type { RedisState } from '../../../resources/redis/index.ts'
import type { SynapseHostState } from '../../../resources/synapse/host.ts'
import type { Deployment } from '../../model/deployment.ts'
import type { Facts } from '../../model/facts.ts'

export type Survey = {
  readonly facts: Facts
  readonly deployment: Deployment
  readonly redis: RedisState
  readonly host: SynapseHostState
  readonly observed: HostView
}

/** Throws Refusal where the host cannot become what the topology says. */
export type Check = (survey: Survey) => void

/** What the user should know beforehand, each with what to do. */
export type Warn = (survey: Survey) => readonly string[]
