/** Discovery: the processes that run a Synapse, whoever started them, and the TCP ports on which they listen. Read only. */

import { runProgram } from '../../shell/program-file.ts'
import { type Kind, type RefTo, refKey, type State } from '../kind.ts'
import { tcpAddress } from '../tcp-address.ts'

/** id: '' (one a host). Always there. */
export type SynapseProcessesState = {
  /** JSON of {@link SynapseProcess}[], by pid. */
  readonly processes: string
}

export type SynapseProcess = {
  readonly pid: number
  /** Of which it is a part: a service, or the scope of who logged in; '': none. */
  readonly unit: string
  /** `homeserver`, `generic_worker`, ... */
  readonly app: string
  /** Files and folders of its configuration, absolute. */
  readonly config: readonly string[]
  /** Ports with their addresses: `127.0.0.1:8008`. */
  readonly listens: readonly string[]
}

export const synapseProcesses: RefTo<SynapseProcessesState> = { kind: 'synapse-processes', id: '' }

export const synapseProcessesKind: Kind = {
  name: 'synapse-processes',
  traits: ['transient'],
  probe: () => runProgram('resources/synapse/processes.pl'),
  read(output, refs) {
    const state: SynapseProcessesState = { processes: JSON.stringify(readProcesses(output.toString('utf8'))) }
    return new Map<string, State>(refs.map(ref => [refKey(ref), state]))
  },
}

function readProcesses(text: string): readonly SynapseProcess[] {
  return text
    .split(/^@process /m)
    .slice(1)
    .map(part => {
      const [head = '', ...lines] = part.split('\n')
      const [pid, app = '', unit = ''] = head.split(' ')
      const tagged = (tag: string) => lines.filter(line => line.startsWith(tag)).map(line => line.slice(tag.length))
      return {
        ...{ pid: Number(pid), unit, app, config: tagged('config ') },
        listens: tagged('listens ').map(address).sort(),
      }
    })
}

/** `0100007F:1F48` */
function address(local: string): string {
  const [hex = '', port = ''] = local.split(':')
  const name = tcpAddress(hex)
  return `${name.includes(':') ? `[${name}]` : name}:${Number.parseInt(port, 16)}`
}
