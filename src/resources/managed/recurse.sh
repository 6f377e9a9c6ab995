# recurse.sh read|write DIR OWNER GROUP MODE: owner, group and mode of a directory and of all that is in it. Set before: swk_own_tree.
# shellcheck disable=SC2154
mode=$1 dir=$2 owner=$3 group=$4 bits=$5
if [ "$mode" = read ]; then
  [ -d "$dir" ] || exit 0
  set -- -false
  [ -z "$owner" ] || set -- "$@" -o ! -user "$owner"
  [ -z "$group" ] || set -- "$@" -o ! -group "$group"
  [ -z "$bits" ] || set -- "$@" -o ! -type l ! -perm "$bits"
  found=$(find "$dir" \( "$@" \) -print -quit 2>/dev/null)
  printf 'right\t%s\n' "$([ "$found" ] && echo no || echo yes)"
  exit 0
fi
perl -e "$swk_own_tree" -- "$dir" "$owner" "$group" "$bits"
