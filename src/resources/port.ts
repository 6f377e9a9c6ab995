/** TCP ports that somebody listens on, whoever he is. */
import { sh } from '../shell/sh.ts'
import type { RefTo } from './kind.ts'
import { type Kind, refKey, type State } from './kind.ts'
import { tcpAddress } from './tcp-address.ts'

/** id: TCP port. */
export type PortState = {
  readonly addresses: readonly string[] /** Established connections whose local end is this port. */
  readonly clients: number
}

export const port = (number: number): RefTo<PortState> => ({ kind: 'port', id: String(number) })

export const portKind: Kind = {
  name: 'port',
  traits: ['transient'],
  probe(refs) {
    const ports = refs.map(ref => hex(ref.id)).join('|')
    return sh`cat /proc/net/tcp /proc/net/tcp6 | grep -E ${`^ *[0-9]+: [0-9A-F]+:(${ports}) `}`
  },
  read(output, refs) {
    const sockets = output.toString('latin1').split('\n').flatMap(socket)
    return new Map(refs.map(ref => [refKey(ref), stateOf(sockets.filter(({ port }) => port === hex(ref.id)))]))
  },
}

type Socket = { readonly address: string; readonly port: string; readonly state: string }

/** `  0: 0100007F:18EB 00000000:0000 0A ...`: 0A listens, 01 is established. */
function socket(line: string): Socket[] {
  const [, address = '', port = '', state = ''] =
    /^ *\d+: ([0-9A-F]+):([0-9A-F]{4}) \S+ ([0-9A-F]{2}) /.exec(line) ?? []
  return address ? [{ address: tcpAddress(address), port, state }] : []
}

/** null where nobody listens, also while connections that were made before live on. */
function stateOf(sockets: readonly Socket[]): State | null {
  const addresses = sockets.filter(({ state }) => state === '0A').map(({ address }) => address)
  if (addresses.length === 0) return null
  return { addresses: [...new Set(addresses)].sort(), clients: sockets.filter(({ state }) => state === '01').length }
}

const hex = (port: string): string => Number(port).toString(16).toUpperCase().padStart(4, '0')
