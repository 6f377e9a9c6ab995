/** A closed server, whose listeners serve clients alone, gets no worker that speaks with other homeservers. */
import { Refusal } from '../../../engine/module.ts'
import { rolesOf } from '../../model/deployment.ts'
import { servesFederation } from '../../model/listeners.ts'
import { declaredName } from '../../model/role.ts'
import type { Check } from './survey.ts'

export const federation: Check = ({ facts: { listeners }, deployment }) => {
  if (servesFederation(listeners)) return
  const found = rolesOf(deployment).filter(({ rank }) => rank === 'federation')
  if (found.length === 0) return
  const names = [...new Set(found.map(declaredName))]
  throw new Refusal(
    `no listener of this Synapse serves \`federation\`: ${names.join(', ')} would open a closed server to others`,
    {
      hint: `Leave ${names.length === 1 ? 'the role' : 'the roles'} out of the topology (${names.map(name => `\`${name}: 0\``).join(', ')} behind a preset). Nothing has to be opened for swk.`,
    },
  )
}
