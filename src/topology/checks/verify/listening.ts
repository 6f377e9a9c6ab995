/** Workers are reached by UNIX sockets alone, and main by those ports that its `listeners` name. */
import type { HostView } from '../../../engine/module.ts'
import { type SynapseProcess, synapseProcesses } from '../../../resources/synapse/processes.ts'
import type { Worker } from '../../model/deployment.ts'
import type { Listener } from '../../model/listeners.ts'
import { mainUnit, workerUnit } from '../../model/paths.ts'
import type { Check, Subject } from './check.ts'
import { ownProcesses } from './own-processes.ts'

export const listening: Check = {
  name: 'Synapse listens on no undeclared port',
  hint: 'Requests that come to a port pass by nginx and its routes.',
  reads: () => [synapseProcesses],
  faults: (subject, observed) => [...workersOnPorts(subject, observed), ...mainOnPorts(subject, observed)],
  warnings: ({ facts }) => facts.listeners.flatMap(risks),
}

function workersOnPorts(subject: Subject, observed: HostView): readonly string[] {
  const running = ownProcesses(subject, observed)
  return subject.deployment.workers.flatMap(worker =>
    unnamed(
      running.find(({ unit }) => unit === workerUnit(worker.name)),
      declared(worker),
    ).map(address => `${worker.name} listens on ${address}`),
  )
}

function mainOnPorts(subject: Subject, observed: HostView): readonly string[] {
  const { facts } = subject
  // Where metrics are is not read: that setting may stand in any file.
  if (facts.files.some(({ keys }) => keys.includes('metrics_port'))) return []
  const main = ownProcesses(subject, observed).find(({ unit }) => unit === mainUnit)
  const named = facts.listeners.flatMap(({ port }) => port ?? [])
  return unnamed(main, named).map(address => `main listens on ${address}, which its \`listeners\` do not name`)
}

function unnamed(process: SynapseProcess | undefined, ports: readonly number[]): readonly string[] {
  return process?.listens.filter(address => !ports.includes(Number(address.slice(address.lastIndexOf(':') + 1)))) ?? []
}

/** Ports that the playbook gives to a worker. */
function declared({ options: { settings = {} } }: Worker): readonly number[] {
  return ['worker_manhole', 'metrics_port'].map(key => Number(settings[key])).filter(Number.isInteger)
}

function risks(listener: Listener): readonly string[] {
  const { port, bind_addresses: addresses = [], bind_address: address } = listener
  if (port === undefined || (listener.type ?? 'http') !== 'http') return []
  const names = listener.resources?.flatMap(({ names = [] }) => names) ?? []
  const bound = address === undefined ? addresses : [...addresses, address]
  const isOpen = bound.length === 0 || bound.some(one => !/^(localhost|127\.|::1$)/.test(one))
  return [
    ...(names.includes('replication')
      ? [`main has replication on port ${port}: workers use the UNIX socket instead`]
      : []),
    ...(isOpen && names.includes('client') && listener.tls !== true
      ? [`main listens on port ${port} for everybody: what comes there passes by nginx and its workers`]
      : []),
  ]
}
