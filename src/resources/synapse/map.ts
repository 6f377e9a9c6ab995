/** Discovery: what the installed Synapse serves on main and on workers, by its own list. Loading it takes the host some seconds. */

import { readProgram } from '../../shell/program-file.ts'
import { sh } from '../../shell/sh.ts'
import type { RefTo } from '../kind.ts'
import { type Kind, refKey, type State } from '../kind.ts'

/** `routes`: JSON of {@link MappedRoute}[]. `error`: why there are none; null: there are. */
export type SynapseMapState = { readonly version: string; readonly routes: string; readonly error: string | null }

/** `path`: a regular expression of Python's. */
export type MappedRoute = {
  readonly method: string
  readonly path: string
  readonly on: readonly ('main' | 'worker' | 'media')[]
}

/** `user`, `python`: those of Synapse. */
export const synapseMap = (user: string, python: string): RefTo<SynapseMapState> => ({
  kind: 'synapse-map',
  id: `${user} ${python}`,
})

export const synapseMapKind: Kind = {
  name: 'synapse-map',
  probe(refs) {
    const [user = '', python = ''] = refs[0]?.id.split(/ (.*)/s) ?? []
    return sh`cd / && exec nice timeout 50 runuser -u ${user} -- ${python} -I -c ${readProgram('resources/synapse/map.py')} 2>&1`
  },
  read(output, refs) {
    const state: State = readMap(output.toString('utf8'))
    return new Map(refs.map(ref => [refKey(ref), state]))
  },
}

/** What Synapse says of itself meanwhile stands before the one line that is asked for. */
function readMap(text: string): SynapseMapState {
  const lines = text.split('\n').filter(line => line !== '')
  try {
    const { version, routes } = JSON.parse(lines.findLast(line => line.startsWith('{')) ?? '')
    return { version: String(version), routes: JSON.stringify(routes), error: null }
  } catch {
    return { version: '', routes: '[]', error: lines.at(-1) ?? 'no output' }
  }
}
