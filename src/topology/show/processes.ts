/** The processes of a deployment, as the files that would be written have them. */
import { parse } from 'yaml'
import type { Deployment } from '../deployment.ts'
import { gates } from '../gates.ts'
import { mainReplication, sharedFile, workerFile } from '../layout.ts'
import type { Router } from './nginx.ts'

export type Process = {
  readonly name: string
  /** `main` for main. */
  readonly role: string
  /** Paths of the UNIX sockets by which it is reached; main's own listeners are the host's. */
  readonly sockets: readonly string[]
  /** Lines of nginx's map that lead to it; main has what no line names. */
  readonly routes: number
  /** Streams that it writes, beside what main does. */
  readonly writes: readonly string[]
}

/** `textOf` gives the text of a file that would be written, '' where there is none. */
export function processesOf(
  { workers }: Deployment,
  router: Router,
  textOf: (path: string) => string,
): readonly Process[] {
  const writers = writersOf(textOf(sharedFile('workers')))
  const main = [...gates.map(({ socket }) => socket), mainReplication]
  return [
    { name: 'main', role: 'main', sockets: main, routes: 0, writes: streamsOf('master', writers) },
    ...workers.map(({ name, role }) => {
      const sockets = socketsOf(textOf(workerFile(name)))
      const routes = router.lines.filter(line => router.servers(line.upstream).some(path => sockets.includes(path)))
      return { name, role: role.name, sockets, routes: routes.length, writes: streamsOf(name, writers) }
    }),
  ]
}

type Writers = Readonly<Record<string, string | readonly string[]>>

function writersOf(text: string): Writers {
  const settings = parse(text, { version: '1.1' }) as { readonly stream_writers?: Writers } | null
  return settings?.stream_writers ?? {}
}

const streamsOf = (name: string, writers: Writers): readonly string[] =>
  Object.keys(writers).filter(stream => [writers[stream]].flat().includes(name))

function socketsOf(text: string): readonly string[] {
  const config = parse(text, { version: '1.1' }) as { readonly worker_listeners?: readonly { path?: string }[] } | null
  return (config?.worker_listeners ?? []).flatMap(({ path }) => path ?? [])
}
