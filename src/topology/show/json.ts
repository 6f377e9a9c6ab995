/** `--format json`: all of it as data, one document. Pure. */
import { shownVersion } from './placeholders.ts'
import { plainTask } from './tasks.ts'
import type { View } from './view.ts'

export type Block = { readonly hosts: readonly string[]; readonly view: View }

/** `synapse`: the version of Synapse for which the files are shown. Hosts for which all is the same are one entry. */
export function jsonText(blocks: readonly Block[]): string {
  const topologies = blocks.map(({ hosts, view }) => ({ hosts, ...dataOf(view) }))
  return `${JSON.stringify({ synapse: shownVersion, topologies }, null, 2)}\n`
}

function dataOf({ processes, router, tasks, files }: View) {
  const routes = router.lines.map(({ line, text, upstream }) => ({
    ...{ line, text, upstream },
    workers: processes
      .filter(({ sockets }) => sockets.some(path => router.servers(upstream).includes(path)))
      .map(({ name }) => name),
  }))
  return { processes, routes, tasks: tasks.map(plainTask), files }
}
