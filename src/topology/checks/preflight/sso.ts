/** Matrix Authentication Service and Synapse's own single sign-on exclude each other. */
import { Refusal } from '../../../engine/module.ts'
import { rolesOf } from '../../model/deployment.ts'
import { pickOf } from '../../model/effective-config.ts'
import type { Check } from './survey.ts'

export const sso: Check = ({ facts: { files }, deployment }) => {
  if (!rolesOf(deployment).some(({ name }) => name === 'sso')) return
  const isOn = /^(true|yes|on)$/i.test(pickOf(files, 'matrix_authentication_service', 'enabled') ?? '')
  const isOld = pickOf(files, 'experimental_features', 'issuer') !== undefined
  if (!isOn && !isOld) return
  const setting = isOn ? '`matrix_authentication_service`' : '`experimental_features.msc3861`'
  throw new Refusal(
    `this Synapse leaves login to Matrix Authentication Service (${setting}), so that an \`sso\` worker has nothing to serve`,
    {
      hint: 'Remove the role `sso` from the topology.',
    },
  )
}
