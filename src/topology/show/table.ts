/** `--format table`: a row for each process. Pure. */
import { runFolder } from '../layout.ts'
import type { Process } from './processes.ts'
import type { View } from './view.ts'

export function tableText({ processes, traffic }: View): string {
  const rows = processes.map(rowOf)
  const lines = traffic.lines.length
  return `${columns([['process', 'role', 'routes', 'writes', `sockets in ${runFolder}`], ...rows])}
${processes.length} processes; ${lines} route${lines === 1 ? '' : 's'}. What no route names is main's.
`
}

function rowOf({ name, role, sockets, routes, writes }: Process): readonly string[] {
  const short = sockets.map(path => (path.startsWith(`${runFolder}/`) ? path.slice(runFolder.length + 1) : path))
  const served = name === 'main' ? 'all else' : String(routes)
  return [name, role, served, writes.join(' ') || '-', short.join(' ')]
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map(row => row[i]?.length ?? 0))) ?? []
  return rows
    .map(
      row =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
