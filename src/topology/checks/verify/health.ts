/** Every process answers on its socket, and all are of one version: the one that is installed. */
import { http, see } from '../../../sdk/refs.ts'
import { isMonolith } from '../../model/deployment.ts'
import { mainAddress } from '../../model/listeners.ts'
import { inboundSocket, mainReplication } from '../../model/paths.ts'
import type { Check, Subject } from './check.ts'

export const health: Check = {
  name: 'Every process is healthy and of one version',
  reads: subject => processes(subject).map(({ address }) => request(address)),
  faults(subject, observed) {
    const versions = new Map<string, string>()
    const sick = processes(subject).flatMap(({ name, address }) => {
      const answer = see(observed, request(address))
      if (answer?.status !== 200)
        return [`${name} does not answer /health: ${answer?.error || answer?.status || 'nothing'}`]
      versions.set(name, answer.server)
      return []
    })
    return [...sick, ...mixed(versions, subject.facts.version)]
  },
}

/** After an upgrade, processes run on with the old code until they are restarted. */
function mixed(versions: ReadonlyMap<string, string>, installed: string | null): readonly string[] {
  const all = new Set(versions.values())
  const listed = [...versions].map(([name, version]) => `${name} is ${version}`).join(', ')
  const mend = '`systemctl restart matrix-synapse.target` brings all to one version'
  if (all.size > 1) return [`${listed}: ${mend}`]
  const [running = ''] = all
  const [, number] = running.match(/^Synapse\/(\d[\w.]*)/) ?? []
  if (installed === null || number === undefined || number === installed) return []
  return [`Synapse ${installed} is installed, and ${number} runs: ${mend}`]
}

function processes({ deployment, facts }: Subject) {
  if (isMonolith(deployment)) return [{ name: 'main', address: mainAddress(facts.listeners) }]
  return [
    { name: 'main', address: mainReplication },
    ...deployment.workers.map(({ name }) => ({ name, address: inboundSocket(name) })),
  ]
}

/** `address`: a socket's path, or `host:port`. */
function request(address: string) {
  const isSocket = address.startsWith('/')
  const url = `http://${isSocket ? 'localhost' : address}/health`
  return http({ url, ...(isSocket ? { socket: address } : {}), method: 'GET', headers: {}, timeout: 5 })
}
