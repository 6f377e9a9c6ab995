/** The processes of this homeserver that run on the host, whoever started them. */
import type { HostView } from '../../../engine/module.ts'
import { type SynapseProcess, synapseProcesses } from '../../../resources/synapse/processes.ts'
import { see } from '../../../sdk/refs.ts'
import { workersFolder } from '../../model/paths.ts'
import type { Subject } from './check.ts'

/** One that reads nothing of this homeserver's configuration is another homeserver's. */
export function ownProcesses({ facts }: Subject, observed: HostView): readonly SynapseProcess[] {
  const all = JSON.parse(see(observed, synapseProcesses)?.processes ?? '[]') as readonly SynapseProcess[]
  const own = new Set([...facts.configPaths.map(bare), ...facts.workers.flatMap(({ file }) => file ?? [])])
  return all.filter(({ config }) => config.some(path => own.has(bare(path)) || path.startsWith(`${workersFolder}/`)))
}

const bare = (path: string): string => path.replace(/\/+$/, '')
