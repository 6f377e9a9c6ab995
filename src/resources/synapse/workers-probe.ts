/** What the `synapse-workers` kind runs on the host: a grep, a systemctl and an awk, however many workers there are. */
import { type Sh, sh } from '../../shell/sh.ts'
import { publicSettings } from './settings.ts'

/** Where swk keeps what files of the user's were before it wrote them, under their own paths. */
export const originalsFolder = '/var/lib/swk/originals'

export function workersScript(folder: string): Sh {
  return sh`awk=${fileProgram}
folder=${folder}
originals=${originalsFolder + folder}
eval ${script}`
}

/** `@file PATH`, `|line` for what is printed, `?key` for a setting that is there and is not printed. */
const fileProgram = `
FNR == 1 { key = ""; print "@file " FILENAME; if ($0 ~ /^# Written by swk:/) print "@managed" }
/^(---|\\.\\.\\.)/ { key = ""; next }
/^["']?[A-Za-z_][A-Za-z0-9_]*["']?[ \\t]*:/ {
  key = $0; sub(/[ \\t]*:.*/, "", key); gsub(/["']/, "", key)
  if (key !~ /^(${publicSettings.join('|')})$/) print "?" key
}
/^[ \\t]*(#|$)/ { next }
key ~ /^(${publicSettings.join('|')})$/ { print "|" $0 }
`

/** Units that run an app of Synapse other than main: by their text, since one that never ran is known to nobody but the disk. */
const script = String.raw`
default=/etc/systemd/system/matrix-synapse-worker@.service
worker='synapse\.app\.[a-gi-z]|synapse_worker|synapse\.app\.h[a-np-z]'
set --
for dir in /etc /run /usr/local/lib /usr/lib /lib; do [ -L "$dir" ] || set -- "$@" "$dir"/systemd/system/*.service "$dir"/systemd/system/*.service.d/*.conf; done
texts=$(grep -lsE "$worker" "$@")
set --
templates=' '
for text in "$default" $texts; do
  case $text in *.d/*.conf) unit=${'$'}{text%/*}; unit=${'$'}{unit%.d};; *) unit=$text;; esac
  unit=${'$'}{unit##*/}
  case $unit in
    *@.service)
      prefix=${'$'}{unit%.service} first=
      [ ! -f "$text" ] || IFS= read -r first < "$text"
      case $first in '# Written by swk:'*) printf '@template %s\n' "$prefix";; esac
      case $templates in *" $prefix "*) continue;; esac
      templates="$templates$prefix "
      set -- "$@" "$prefix*.service"
      for found in /etc/systemd/system/*.wants/"$prefix"?*.service /etc/systemd/system/*.requires/"$prefix"?*.service; do
        [ ! -L "$found" ] || set -- "$@" "${'$'}{found##*/}"
      done
      for found in "$folder"/*.yaml; do
        [ ! -f "$found" ] || { found=${'$'}{found##*/}; set -- "$@" "$prefix${'$'}{found%.yaml}.service"; }
      done;;
    *) set -- "$@" "$unit";;
  esac
done
files=
for found in "$folder"/*.yaml; do [ ! -f "$found" ] || files="$files $found"; done
  shown=$(systemctl show -p Id,LoadState,ActiveState,UnitFileState,ExecStart -- "$@")
  set -f
  while IFS= read -r line; do
    case $line in
      ExecStart=*)
        line=${'$'}{line#*argv\[\]=}; line=${'$'}{line%% ; ignore_errors=*}
        printf 'argv=%s\n' "$line"
        for word in $line; do
          word=${'$'}{word#--config-*=}
          case $word in
            */homeserver.yaml) ;;
            /*.yaml|/*.yml|/*.conf) case "$files " in *" $word "*) ;; *) [ ! -f "$word" ] || files="$files $word";; esac;;
          esac
        done;;
      *) printf '%s\n' "$line";;
    esac
  done <<SHOWN
$shown
SHOWN
  set +f
for found in "$originals"/*.yaml; do [ ! -f "$found" ] || files="$files $found"; done
printf '@files\n'
[ -z "$files" ] || awk "$awk" $files`
