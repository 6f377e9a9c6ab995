/** Every process answers on its socket, and all are of one version. */
import { http, see } from '../../vocabulary/refs.ts'
import type { Deployment } from '../deployment.ts'
import { inboundSocket, mainReplication } from '../layout.ts'
import type { Check } from './check.ts'

export const health: Check = {
  name: 'Every process is healthy, all of one version',
  hint: 'After an upgrade of Synapse, main restarts first, then all workers: `systemctl restart matrix-synapse.target`.',
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
    const mixed =
      new Set(versions.values()).size > 1 ? [[...versions].map(([name, v]) => `${name} is ${v}`).join(', ')] : []
    return [...sick, ...mixed]
  },
}

function processes({ workers }: Deployment) {
  return [
    { name: 'main', socket: mainReplication },
    ...workers.map(({ name }) => ({ name, socket: inboundSocket(name) })),
  ]
}

const request = (socket: string) =>
  http({ url: 'http://localhost/health', socket, method: 'GET', headers: {}, timeout: 5 })
