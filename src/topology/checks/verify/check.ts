/** A check of what a deployment does: it reads, and says what is not as declared. It never wants a change. */
import { z } from 'zod'
import { defineModule, type HostView, type Module, Refusal } from '../../../engine/module.ts'
import type { Ref } from '../../../resources/kind.ts'
import type { Deployment } from '../../model/deployment.ts'
import type { Facts } from '../../model/facts.ts'
import type { Endpoint } from '../../nginx/endpoint.ts'

export type Subject = {
  readonly deployment: Deployment
  readonly facts: Facts
  /** Where requests can be sent as users send them. None: nothing is known to lead to Synapse. */
  readonly entrances: readonly Endpoint[]
}

export type Check = {
  /** For people, as a fact: "Every process answers". */
  readonly name: string
  readonly reads: (subject: Subject) => readonly Ref[]
  /** What is wrong, one sentence each; empty: all is well. */
  readonly faults: (subject: Subject, observed: HostView) => readonly string[]
  /** What the user should know and may be meant so, or what could not be looked at. */
  readonly warnings?: (subject: Subject, observed: HostView) => readonly string[]
  /** What was found, for people. */
  readonly notes?: (subject: Subject, observed: HostView) => readonly string[]
  readonly hint?: string
  /** There is nothing of it in a monolith. */
  readonly ofWorkers?: boolean
  /** It sends requests that leave traces in logs, or can only be wrong behind a change. */
  readonly onlyAfterChange?: boolean
  /** It costs seconds, or no play shall fail for it. */
  readonly onlyVerify?: (deployment: Deployment) => boolean
  /** It does what users do, and takes it back. */
  readonly onlyActive?: boolean
}

export function checkModule({ name, reads, faults, warnings, notes, hint }: Check): Module {
  return defineModule({
    name: 'verify',
    summary: name,
    args: z.custom<Subject>(),
    reads,
    plan(subject, observed) {
      const found = faults(subject, observed)
      if (found.length === 0) return []
      throw new Refusal(found.join('; '), { code: 'verification-failed', ...(hint === undefined ? {} : { hint }) })
    },
    ...(warnings === undefined ? {} : { warnings }),
    ...(notes === undefined ? {} : { notes }),
  })
}
