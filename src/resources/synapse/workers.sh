# Prints units that run an app of Synapse other than main, and the files of workers. Arguments: the text of worker-files.awk, the
# directory of the workers' files, that of the originals, the settings that may be printed (a regular expression). Units are found by
# their text, since systemd does not know one that never ran. `$files` is a list of words. `@gate UNIT`: swk's holding sockets of workers that
# are enabled; those that only run are among the units.
# shellcheck disable=SC2086
awk=$1 folder=$2 originals=$3 keys=$4
default=/etc/systemd/system/matrix-synapse-worker@.service
worker='synapse\.app\.[a-gi-z]|synapse_worker|synapse\.app\.h[a-np-z]'
set --
for dir in /etc /run /usr/local/lib /usr/lib /lib; do [ -L "$dir" ] || set -- "$@" "$dir"/systemd/system/*.service "$dir"/systemd/system/*.service.d/*.conf; done
texts=$(grep -lsE "$worker" "$@")
set --
templates=' '
for text in "$default" $texts; do
  case $text in *.d/*.conf) unit=${text%/*}; unit=${unit%.d};; *) unit=$text;; esac
  unit=${unit##*/}
  case $unit in
    *@.service)
      prefix=${unit%.service} first=
      [ ! -f "$text" ] || IFS= read -r first < "$text"
      case $first in '# Written by swk:'*) printf '@template %s\n' "$prefix";; esac
      case $templates in *" $prefix "*) continue;; esac
      templates="$templates$prefix "
      set -- "$@" "$prefix*.service"
      for found in "$folder"/*.yaml; do
        [ ! -f "$found" ] || { found=${found##*/}; set -- "$@" "$prefix${found%.yaml}.service"; }
      done
      for found in /etc/systemd/system/*.wants/"$prefix"?*.service /etc/systemd/system/*.requires/"$prefix"?*.service; do
        instance=${found##*"$prefix"}
        [ ! -L "$found" ] || [ -f "$folder/${instance%.service}.yaml" ] || set -- "$@" "${found##*/}"
      done;;
    *) set -- "$@" "$unit";;
  esac
done
for found in /etc/systemd/system/*.wants/matrix-synapse-gate-w*@?*.*; do [ ! -L "$found" ] || printf '@gate %s\n' "${found##*/}"; done
files=
for found in "$folder"/*.yaml; do [ ! -f "$found" ] || files="$files $found"; done
shown=$(systemctl show -p Id,LoadState,ActiveState,UnitFileState,ExecStart -- "$@" 'matrix-synapse-gate-w*@*')
set -f
while IFS= read -r line; do
  case $line in
    ExecStart=*)
      line=${line#*argv\[\]=}; line=${line%% ; ignore_errors=*}
      printf 'argv=%s\n' "$line"
      for word in $line; do
        word=${word#--config-*=}
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
[ -z "$files" ] || awk -v keys="$keys" "$awk" $files
