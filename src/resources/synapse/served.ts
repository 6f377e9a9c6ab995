/**
 * Who serves a request: each is sent through nginx with a User-Agent of its own, which Synapse logs, and is then looked for in the logs
 * of all processes. Needs no header, no token and no configuration.
 */

import { readProgram } from '../../shell/program-file.ts'
import { sh } from '../../shell/sh.ts'
import { canonical } from '../canonical.ts'
import { http } from '../http/http.ts'
import type { RefTo } from '../kind.ts'
import { type Kind, refKey, type State } from '../kind.ts'

/** What is asked, and where. `at`: which of the entrances is asked. `path` may have a query. */
export type Questions = {
  readonly requests: readonly { readonly method: string; readonly path: string; readonly at: number }[]
  readonly entrances: readonly {
    readonly address: string
    readonly port: number
    readonly tls: boolean
    readonly host: string
  }[]
}

export type ServedSpec = Questions & {
  /** Of nginx, with `by="SOCKET"` and `"METHOD PATH"`: says where a request went whose process logs nothing. */
  readonly requestLog?: string
  /** A log file, or a unit whose journal it is. */
  readonly logs: readonly { readonly name: string; readonly file?: string; readonly unit?: string }[]
}

/**
 * By the number of the request: the status that came back ("0": none), the process whose log has it ("": none), and where none has, the
 * socket to which nginx has led it ("": not known).
 */
export type ServedState = {
  readonly status: readonly string[]
  readonly by: readonly string[]
  readonly via: readonly string[]
}

export const served = (spec: ServedSpec): RefTo<ServedState> => ({ kind: 'synapse-served', id: canonical(spec) })

/** `ask_entrances` of Perl. */
export const askEntrances = http + readProgram('resources/synapse/ask-entrances.pl')

export const servedKind: Kind = {
  name: 'synapse-served',
  traits: ['transient'],
  probe: refs =>
    sh`export LC_ALL=C
for spec in ${refs.map(ref => line(JSON.parse(ref.id) as ServedSpec))}; do perl -e ${askEntrances + readProgram('resources/synapse/served.pl')} -- "$spec"; done`,
  read(output, refs) {
    const parts = output.toString('utf8').split(/^@end\n/m)
    return new Map(refs.map((ref, i) => [refKey(ref), answers(parts[i] ?? '', JSON.parse(ref.id) as ServedSpec)]))
  },
}

/** Fields between control characters: no path or host can hold them. */
function line({ logs, requestLog = '', ...questions }: ServedSpec): string {
  const places = logs.map(({ name, file, unit }) => `${name} ${file ?? `journal:${unit}`}`)
  return [...wordsOf(questions), places.join('\x02'), requestLog].join('\x01')
}

/** For `ask_entrances`: the entrances, and the requests. */
export function wordsOf({ requests, entrances }: Questions): readonly [doors: string, asked: string] {
  const doors = entrances.map(({ address, port, tls, host }) => `${address} ${port} ${tls ? 1 : 0} ${host}`)
  const asked = requests.map(({ method, path, at }) => `${at} ${method} ${encodeURI(path)}`)
  return [doors.join('\x02'), asked.join('\x02')]
}

function answers(text: string, { requests }: ServedSpec): State {
  const of = (tag: string) =>
    new Map(
      text
        .split('\n')
        .map(row => row.split(' '))
        .filter(row => row[0] === tag)
        .map(([, i, value]) => [Number(i), value ?? '']),
    )
  const [status, by, via] = [of('status'), of('by'), of('via')]
  const all = (found: ReadonlyMap<number, string>, none: string) => requests.map((_, i) => found.get(i) ?? none)
  return { status: all(status, '0'), by: all(by, ''), via: all(via, '') }
}
