/** Discovery: the configuration that nginx reads, as far as it decides where requests go. Read only. */
import { createHash } from 'node:crypto'
import { readProgram, runProgram } from '../../shell/program-file.ts'
import { dependsOnPaths, type Kind, refKey, type State } from '../kind.ts'

/** id: ''. null: nginx is not installed. The files of `proxying` are also provided as `path:` with their text. */
export type NginxState = {
  /** The user of its workers. */
  readonly user: string
  /** All files that nginx reads, under the names by which they are included, in nginx's order. */
  readonly includes: readonly string[]
  /** The real path of each of `includes`, in the same order. */
  readonly realPaths?: readonly string[]
  /** Real paths of those that decide where requests go, how long they may take, and when they are tried again. */
  readonly proxying: readonly string[]
  /** Files of `includes` that are too large to be read. */
  readonly large?: readonly string[]
  /** nginx.conf sets no access_log, so that nginx writes its default one. */
  readonly defaultLog: boolean
  /** Addresses of the host's interfaces. */
  readonly addresses?: readonly string[]
  /** /etc/hosts: `address name`. */
  readonly names?: readonly string[]
  /** The file that the running nginx was started with (`-c`); undefined: its default. */
  readonly startedWith?: string
  /** nginx's own message if it rejects its configuration. */
  readonly error?: string | null
}

/** Tags of the probe's output that stand once for each value. */
const lists = ['include', 'real', 'large', 'address', 'name'] as const

export const nginxKind: Kind = {
  name: 'nginx',
  providedByPackages: true,
  dependsOn: dependsOnPaths,
  probe: () => runProgram('resources/nginx/probe.sh', [readProgram('resources/nginx/files.pl')]),
  read(output) {
    const states = new Map<string, State | null>([[refKey({ kind: 'nginx', id: '' }), null]])
    const found = new Map<string, string[]>(lists.map(tag => [tag, []]))
    let user = ''
    let startedWith: string | undefined
    let error: string | null = null
    let defaultLog = false
    let at = 0
    while (at < output.length) {
      const end = output.indexOf(10, at)
      const line = output.toString('utf8', at, end === -1 ? output.length : end)
      at = end === -1 ? output.length : end + 1
      const [, tag = '', value = ''] = line.match(/^@(\S+)(?: (.*))?$/) ?? []
      if (tag === 'user') user = value
      else if (tag === 'started-with') startedWith = value
      else if (tag === 'default-log') defaultLog = true
      else if (tag === 'error') error = value
      else if (tag === 'text') {
        const [size = 0, file] = readHeader(value, output, at)
        states.set(refKey({ kind: 'path', id: file.id }), file.state)
        at += size + 1
      } else found.get(tag)?.push(value)
    }
    const proxying = [...states.keys()].filter(key => key.startsWith('path:')).map(key => key.slice(5))
    const [includes = [], realPaths = [], large = [], addresses = [], names = []] = lists.map(tag => found.get(tag))
    const nginx: NginxState = {
      ...{ user: user || 'www-data', includes, realPaths, proxying, large, defaultLog },
      ...{ addresses: [...new Set(addresses)], names: [...new Set(names)], error },
      ...(startedWith !== undefined && { startedWith }),
    }
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
