# Prints how units start Synapse, and the settings that their configuration has. Arguments: the text of config.py, the settings that
# it may print (JSON), units. The unit is as systemd merges it. RuntimeDirectory is the exception: swk's own drop-in resets it, so that
# it is read from the other files. The interpreter of a console script is named in its first line. Whatever starts Synapse otherwise
# is reported as it is. `$as` and `$paths` are lists of words.
# shellcheck disable=SC2086
program=$1 wanted=$2
shift 2
break='
'
# Sets $value to that of a property, without a process.
take() {
  value=${show#*"$break$1="}
  if [ "$value" = "$show" ]; then value=; else value=${value%%"$break"*}; fi
}
for unit do
  set +f
  show=$break$(systemctl show -p LoadState,User,Group,SupplementaryGroups,FragmentPath,DropInPaths,WorkingDirectory,ExecStart,EnvironmentFiles,Environment,ProtectSystem,DynamicUser,RootDirectory,RootImage,TemporaryFileSystem,InaccessiblePaths,ReadOnlyPaths -- "$unit")
  printf '@unit %s\n' "$unit"
  printf '%s\n' "$show" | sed -n 's/^\(LoadState\|User\|Group\|SupplementaryGroups\|FragmentPath\|WorkingDirectory\|EnvironmentFiles\|ProtectSystem\)=/@\1 /p
    s/^\(\(DynamicUser\|RootDirectory\|RootImage\|TemporaryFileSystem\|InaccessiblePaths\|ReadOnlyPaths\)=..*\)/@sandbox \1/p'
  take LoadState
  if [ "$value" != loaded ]; then
    grep -lsE '^ExecStart=.*synapse([._]app[._]|_)homeserver' /etc/systemd/system/*.service /lib/systemd/system/*.service | sed 's,.*/,@other ,'
    continue
  fi
  take FragmentPath; file=$value
  take DropInPaths
  for file in "$file" $value; do
    if [ "${file##*/}" = workers.conf ] && grep -qs '^# Written by swk:' "$file"; then continue; fi
    sed -n 's/^RuntimeDirectory=[ ]*/@RuntimeDirectory /p' "$file"
  done
  take Environment; environment=$value
  printf '%s\n' "$environment" | tr ' ' '\n' | sed -n '/^\(LD_PRELOAD\|SYNAPSE_[A-Z_]*\|PYTHON[A-Z]*\|MALLOC_[A-Z_]*\)=[^"\]*$/s/^/@Environment /p'
  take ExecStart
  case $value in *'argv[]='*' ; ignore_errors='*) argv=${value##*'argv[]='}; argv=${argv%' ; ignore_errors='*};; *) argv=;; esac
  printf '@ExecStart %s\n' "$argv"
  set -f; is_next='' python='' paths=''
  for word in $argv; do
    [ "$python" ] || python=$word
    if [ "$is_next" ]; then is_next=
    else case $word in
      --config-path=*|--config-file=*) word=${word#*=};;
      -c|--config-path|--config-file) is_next=1; continue;;
      *) continue;;
    esac; fi
    printf '@config %s\n' "$word"
    paths="$paths $word"
  done
  case ${python##*/} in
    python*) case $argv in *' -m synapse.app.homeserver'*|*/synapse_homeserver*) ;; *) continue;; esac;;
    synapse_homeserver) first=; read -r first < "$python"; python=${first#'#!'}
      case $python in *' '*) continue;; /*/python*) ;; *) continue;; esac;;
    *) continue;;
  esac
  printf '@python %s\n' "$python"
  take User; user=$value
  take Group; group=$value
  take SupplementaryGroups; more=$(printf %s "$value" | tr ' ' ,)
  take WorkingDirectory; home=$value
  case $home in '~') home=$(getent passwd "$user" | cut -d: -f6);; '!'*) home=${home#!};; esac
  modules=$(printf '%s\n' "$environment" | tr ' ' '\n' | sed -n 's/^PYTHONPATH=//p')
  as=
  case ${user:-root} in root|0) ;; *) as="setpriv --reuid=$user --regid=${group:-$(id -g "$user")} --groups=$(id -G "$user" | tr ' ' ,)${more:+,$more}";; esac
  printf '@settings %s\n' "$(cd "${home:-/}" 2>/dev/null || cd /; SWK_PYTHONPATH=$modules timeout 30 $as "$python" -I -c "$program" "$wanted" $paths 2>&1 | tail -n 1)"
  set +f
  IFS=:
  for directory in $modules; do
    for info in "$directory"/matrix_synapse-*-info; do [ ! -d "$info" ] || printf '@version %s\n' "${info##*/matrix_synapse-}"; done
  done
  unset IFS
  venv=${python%/bin/*}
  for info in "$venv"/lib/python3*/site-packages/matrix_synapse-*.dist-info "$venv"/lib/python3/dist-packages/matrix_synapse-*-info; do
    [ ! -d "$info" ] || printf '@version %s\n' "${info##*/matrix_synapse-}"
  done
done
