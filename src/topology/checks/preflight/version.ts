/** A Synapse that can do what its workers need. */
import { Refusal } from '../../../engine/module.ts'
import { writes } from '../../adoption/suggest.ts'
import { type Deployment, isMonolith, rolesOf } from '../../model/deployment.ts'
import type { Role } from '../../model/role.ts'
import { roles } from '../../model/roles/index.ts'
import { isAtLeast } from '../../model/version.ts'
import type { Check } from './survey.ts'

/** Workers, Redis and replication over UNIX sockets alone work from here (1.95: whoami over a UNIX socket). */
const least = '1.95'
/** worker_replication_secret_path */
const secretPath = '1.126'

export const version: Check = ({ facts: { version, files }, deployment }) => {
  if (isMonolith(deployment)) return
  if (version === null) {
    throw new Refusal('the version of Synapse cannot be determined from its installation', {
      hint: "swk looks for matrix_synapse-VERSION.dist-info next to the unit's python.",
    })
  }
  if (!isAtLeast(version, least)) {
    throw new Refusal(`Synapse ${version} is too old for workers over UNIX sockets`, {
      hint: `Upgrade to ${least} or later: before it, whoami fails over a UNIX socket.`,
    })
  }
  const hasSecret = files.some(({ keys }) => keys.includes('worker_replication_secret'))
  if (!isAtLeast(version, secretPath) && !hasSecret) {
    throw new Refusal(`Synapse ${version} cannot read its replication secret from a file`, {
      hint: `Upgrade to ${secretPath} or later, or set \`worker_replication_secret\` in conf.d yourself.`,
    })
  }
  for (const { name, since, broken } of [...rolesOf(deployment), ...streamRoles(deployment)]) {
    if (since !== undefined && !isAtLeast(version, since)) {
      throw new Refusal(`\`${name}\` needs Synapse ${since}; the host has ${version}`, {
        hint: 'Upgrade Synapse, or leave the role out.',
      })
    }
    if (broken !== undefined && isAtLeast(version, broken.from) && !isAtLeast(version, broken.to)) {
      throw new Refusal(`\`${name}\` does not work with Synapse ${version}: ${broken.because}`, {
        hint: `Upgrade to ${broken.to} or later, or leave the role out.`,
      })
    }
  }
}

/** What holds for the role of a stream holds for a `stream-writer` of it. */
function streamRoles({ workers }: Deployment): readonly Role[] {
  const streams = workers.flatMap(({ options }) => options.streams ?? [])
  return roles.filter(role => streams.some(stream => writes(role, stream)))
}
