# selection.sh read PACKAGE | write PACKAGE SELECTION: what dpkg shall do with a package.
if [ "$1" = read ]; then
  found=$(dpkg --get-selections "$2" 2>/dev/null | awk 'NR == 1 { print $2 }')
  [ -z "$found" ] || printf 'selection\t%s\n' "$found"
  exit 0
fi
printf '%s %s\n' "$2" "$3" | dpkg --set-selections
