/** `--format table`: a row for each process. Pure. */
import { runFolder } from '../model/paths.ts'
import { columns } from './columns.ts'
import { optionsText } from './options.ts'
import type { Process } from './processes.ts'
import type { View } from './view.ts'

export function tableText({ processes, traffic }: View): string {
  const rows = processes.map(rowOf)
  const lines = traffic.lines.length
  return `${columns([['process', 'role', 'routes', 'writes', `sockets in ${runFolder}`], ...rows])}
${processes.length} processes; ${lines} route${lines === 1 ? '' : 's'}. What no route names is main's.
${processes.map(optionLine).join('')}`
}

function optionLine({ name, options }: Process): string {
  return options === undefined ? '' : `${name}: ${optionsText(options)}\n`
}

function rowOf({ name, role, sockets, routes, writes }: Process): readonly string[] {
  const short = sockets.map(path => (path.startsWith(`${runFolder}/`) ? path.slice(runFolder.length + 1) : path))
  const served = name === 'main' ? 'all else' : String(routes)
  return [name, role, served, writes.join(' ') || '-', short.join(' ')]
}
