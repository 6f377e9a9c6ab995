# recurse.sh read|write DIR OWNER GROUP MODE: owner, group and mode of a directory and of all that is in it. `modes`: those that are there;
# `counts`: of each, how many; `held`: something that would be changed and cannot be. Set before: swk_own_tree, swk_find_held.
# shellcheck disable=SC2154
mode=$1 dir=$2 owner=$3 group=$4 bits=$5
if [ "$mode" = read ]; then
  [ -d "$dir" ] || exit 0
  set -- -false
  [ -z "$owner" ] || set -- "$@" -o ! -user "$owner"
  [ -z "$group" ] || set -- "$@" -o ! -group "$group"
  found=$(find "${dir%/}/" \( "$@" \) -print -quit 2>/dev/null)
  printf 'right\t%s\n' "$([ "$found" ] && echo no || echo yes)"
  [ -z "$bits" ] || set -- -true
  [ -z "$bits$found" ] || find "${dir%/}/" \( "$@" \) -print0 2>/dev/null | perl -e "$swk_find_held" || :
  [ -z "$bits" ] || find "${dir%/}/" ! -type l -printf '%y%m\n' 2>/dev/null | LC_ALL=C sort | uniq -c |
    awk '{ modes = modes $2 " "; counts = counts $2 "*" $1 " " } END { printf "modes\t%s\ncounts\t%s\n", modes, counts }'
  exit 0
fi
umask 022
perl -e "$swk_own_tree" -- "$dir" "$owner" "$group" "$bits"
