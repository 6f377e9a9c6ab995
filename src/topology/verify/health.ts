/** Every process answers on its socket, and all are of one version. */
import { http, see } from '../../vocabulary/refs.ts'
import type { Deployment } from '../deployment.ts'
import { inboundSocket, mainReplication } from '../layout.ts'
import type { Check } from './check.ts'

export const health: Check = {
  name: 'Every process is healthy, all of one version',
  reads: ({ deployment }) => processes(deployment).map(({ socket }) => request(socket)),
  faults({ deployment }, observed) {
    const versions = new Map<string, string>()
    const sick = processes(deployment).flatMap(({ name, socket }) => {
      const answer = see(observed, request(socket))
      if (answer?.status !== 200)
        return [`${name} does not answer /health: ${answer?.error || answer?.status || 'nothing'}`]
      versions.set(name, answer.server)
      return []
    })
    return [...sick, ...mixed(versions)]
  },
}

/** After an upgrade, workers run on with the old code until they are restarted. */
function mixed(versions: ReadonlyMap<string, string>): readonly string[] {
  if (new Set(versions.values()).size < 2) return []
  const all = [...versions].map(([name, version]) => `${name} is ${version}`).join(', ')
  return [`${all}: \`systemctl restart matrix-synapse.target\` brings all to one version`]
}

function processes({ workers }: Deployment) {
  return [
    { name: 'main', socket: mainReplication },
    ...workers.map(({ name }) => ({ name, socket: inboundSocket(name) })),
  ]
}

const request = (socket: string) =>
  http({ url: 'http://localhost/health', socket, method: 'GET', headers: {}, timeout: 5 })
