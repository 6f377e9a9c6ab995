# times.sh read PATH TIME | write PATH TIME: when a path was modified, in the host's time zone. Set before: swk_set_time.
# shellcheck disable=SC2154
mode=$1 path=$2 time=$3
if [ "$mode" = read ]; then
  [ -e "$path" ] || exit 0
  printf 'right\t%s\n' "$([ "$(stat -Lc %Y -- "$path")" = "$(date -d "$time" +%s)" ] && echo yes || echo no)"
  exit 0
fi
perl -e "$swk_set_time" "$path" "$(date -d "$time" +%s)"
