/** Discovery: the configuration that nginx reads, as far as it says where requests go. Read only. */
import { createHash } from 'node:crypto'
import { dependsOnPaths, type Kind, refKey, type State } from '../kind.ts'
import { probeScript } from './probe.ts'

/** id: ''. null: there is no nginx. The files of `proxying` are answered for as `path:` too, with their text. */
export type NginxState = {
  /** The user of its workers. */
  readonly user: string
  /** All files that are included, by the names under which they are. */
  readonly includes: readonly string[]
  /** Real paths of those that say where requests go, how long they may take, and when they are tried again. */
  readonly proxying: readonly string[]
  /** nginx.conf names no access_log, so that nginx writes the one that it writes by default. */
  readonly defaultLog: boolean
}

export const nginxKind: Kind = {
  name: 'nginx',
  providedByPackages: true,
  dependsOn: dependsOnPaths,
  probe: () => probeScript(),
  read(output) {
    const states = new Map<string, State | null>([[refKey({ kind: 'nginx', id: '' }), null]])
    const includes: string[] = []
    let user = ''
    let defaultLog = false
    let at = 0
    while (at < output.length) {
      const end = output.indexOf(10, at)
      const line = output.toString('utf8', at, end === -1 ? output.length : end)
      at = end === -1 ? output.length : end + 1
      if (line.startsWith('@user ')) user = line.slice(6)
      else if (line === '@default-log') defaultLog = true
      else if (line.startsWith('@include ')) includes.push(line.slice(9))
      else if (line.startsWith('@text ')) {
        const [size = 0, file] = readHeader(line.slice(6), output, at)
        states.set(refKey({ kind: 'path', id: file.id }), file.state)
        at += size + 1
      }
    }
    const proxying = [...states.keys()].filter(key => key.startsWith('path:')).map(key => key.slice(5))
    const nginx: NginxState = { user: user || 'www-data', includes, proxying, defaultLog }
    if (includes.length > 0) states.set(refKey({ kind: 'nginx', id: '' }), nginx)
    return states
  },
}

function readHeader(header: string, output: Buffer, at: number): [number, { id: string; state: State }] {
  const [, size = '0', mode = '644', owner = '', group = '', id = ''] =
    header.match(/^(\d+) (\d+) (\S+) (\S+) (.*)$/) ?? []
  const bytes = output.subarray(at, at + Number(size))
  const state = {
    type: 'file',
    mode: mode.padStart(4, '0'),
    owner,
    group,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    text: bytes.toString('utf8'),
  }
  return [bytes.length, { id, state }]
}
