# hardlink.sh read SRC PATH | write SRC PATH: two names of one file. Set before: swk_hard_link.
# shellcheck disable=SC2154
mode=$1 src=$2 path=$3
if [ "$mode" = read ]; then
  [ -e "$src" ] || exit 0
  printf 'same\t%s\n' "$([ "$src" -ef "$path" ] && echo yes || echo no)"
  exit 0
fi
perl -e "$swk_hard_link" "$src" "$path"
