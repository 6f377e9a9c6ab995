/** Looks at all units with one `systemctl show`, and at their running processes with a grep. */
import { lines, type Sh, sh } from '../../shell/sh.ts'
import type { Ref } from '../kind.ts'
import { beganFolder } from './start-record.ts'

export const properties = [
  'LoadState',
  'ActiveState',
  'SubState',
  'UnitFileState',
  'FragmentPath',
  'DropInPaths',
  'NeedDaemonReload',
  'MainPID',
  'NRestarts',
  'Type',
  'RemainAfterExit',
] as const

/** systemd answers for no template itself: what is on disk is all that there is of it. */
export const isTemplate = (id: string): boolean => /@\.\w+$/.test(id)

/**
 * Output: what `systemctl show` says, a blank line between two units, in the order asked; `file PATH` for the unit files and drop-ins
 * that are on disk; `gone PATH` for those that are loaded and no more there; the groups of main processes; `UNIT:LINE`,
 * the notes of what they began with; `PID:FILE` for libraries that a main process runs on and that are gone from the disk, or others by now.
 */
export function probeUnits(refs: readonly Ref[]): Sh {
  const shown = refs.map(ref => ref.id).filter(id => !isTemplate(id))
  const names = [...new Set(refs.flatMap(({ id }) => [id, templateOf(id)]))]
  return lines(
    sh`set --`,
    ...(shown.length > 0 ? [show(shown)] : []),
    sh`for unit in ${names}; do for folder in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
  for file in "$folder/$unit" "$folder/$unit.d/"*.conf; do [ ! -e "$file" ] || echo "file $file"; done
done; done`,
    sh`if [ $# -gt 0 ]; then
  status=; for pid; do status="$status /proc/$pid/status"; done
  grep -sH -e ^Gid: -e ^Groups: $status /dev/null
  maps=; for pid; do maps="$maps /proc/$pid/maps"; done
  grep -sHo -e ${'/[^ ]*[.]so[^ ]* (deleted)$'} $maps /dev/null | sort -u
fi
cd ${beganFolder} 2>/dev/null && grep -sH -e ^ -- ${shown} /dev/null`,
  )
}

/** The output of systemctl is kept in a variable, so that the shell that reads it can keep what it learns. */
function show(ids: readonly string[]): Sh {
  return sh`shown=$(systemctl show -p ${properties.join(',')} -- ${ids})
printf '%s\\n\\n' "$shown"
while IFS='=' read -r key value; do
  case $key in
    MainPID) [ "$value" = 0 ] || set -- "$@" "$value";;
    FragmentPath|DropInPaths) for file in $value; do [ -e "$file" ] || echo "gone $file"; done;;
  esac
done <<SHOWN
$shown
SHOWN`
}

export function templateOf(id: string): string {
  return id.replace(/@[^@]+(\.\w+)$/, '@$1')
}
