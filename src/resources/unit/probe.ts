/** Looks at all units with one `systemctl show`, and at their running processes with a grep; see probe.sh. */
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { lines, raw, type Sh, sh } from '../../shell/sh.ts'
import type { Ref } from '../kind.ts'
import { startRecords } from './start-record.ts'

/** systemd answers for no template itself: what is on disk is all that there is of it. */
export const isTemplate = (id: string): boolean => /@\.\w+$/.test(id)

const commands = sh`swk_commands=${readProgram('resources/unit/commands.pl')}`

export function probeUnits(refs: readonly Ref[]): Sh {
  const shown = refs.map(ref => ref.id).filter(id => !isTemplate(id))
  const names = [...new Set(refs.flatMap(({ id }) => [id, templateOf(id)]))]
  return lines(
    sh`eval ${raw(program(`${commands}\n${readProgram('resources/unit/probe.sh')}`))}`,
    ...(shown.length > 0 ? [sh`swk_show ${shown}`] : []),
    sh`swk_files ${names}`,
    sh`swk_processes`,
    sh`swk_records ${startRecords} ${shown}`,
  )
}

export function templateOf(id: string): string {
  return id.replace(/@[^@]+(\.\w+)$/, '@$1')
}
