/** The processes of a deployment, as the files that would be written have them. */

import { parseYaml } from '../../resources/synapse/yaml.ts'
import type { Deployment } from '../model/deployment.ts'
import { mainReplication, sharedFile, workerFile } from '../model/paths.ts'
import { declaredName } from '../model/role.ts'
import { listenersOf } from '../model/worker-file.ts'
import type { Traffic } from '../routing/traffic.ts'
import { gates } from '../systemd/holding-sockets.ts'
import { optionsOf, type ShownOptions } from './options.ts'

export type Process = {
  readonly name: string
  /** `main` for main. */
  readonly role: string
  /** Paths of the UNIX sockets by which it is reached; main's own listeners are the host's. */
  readonly sockets: readonly string[]
  /** Routes that lead to it; main has what no route names. */
  readonly routes: number
  /** Streams that it writes, beside what main does. */
  readonly writes: readonly string[]
  /** What the playbook says of it, where it does. */
  readonly options?: ShownOptions
}

/** `textOf` gives the text of a file that would be written, '' where there is none. */
export function processesOf(
  deployment: Deployment,
  traffic: Traffic,
  textOf: (path: string) => string,
): readonly Process[] {
  const writers = writersOf(textOf(sharedFile('workers')))
  const main = [...gates.map(({ socket }) => socket), mainReplication]
  return [
    { name: 'main', role: 'main', sockets: main, routes: 0, writes: streamsOf('master', writers) },
    ...deployment.workers.map(worker => {
      const { name, role } = worker
      return {
        ...{ name, role: declaredName(role), sockets: socketsOf(textOf(workerFile(name))) },
        ...{ routes: routesTo(name, traffic), writes: streamsOf(name, writers) },
        ...optionsOf(worker, deployment),
      }
    }),
  ]
}

/** A worker for some rooms alone has the routes of its role, for those. */
function routesTo(name: string, { lines, pins }: Traffic): number {
  const own = pins.filter(({ upstream }) => upstream.workers.includes(name)).map(({ role }) => role)
  return lines.filter(({ role, upstream }) => upstream.workers.includes(name) || (role && own.includes(role))).length
}

type Writers = Readonly<Record<string, string | readonly string[]>>

function writersOf(text: string): Writers {
  const settings = parseYaml(text) as { readonly stream_writers?: Writers } | null
  return settings?.stream_writers ?? {}
}

const streamsOf = (name: string, writers: Writers): readonly string[] =>
  Object.keys(writers).filter(stream => [writers[stream]].flat().includes(name))

const socketsOf = (text: string): readonly string[] => listenersOf({ text }).flatMap(({ path }) => path ?? [])
