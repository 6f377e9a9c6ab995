# mount.sh read PATH | write PATH mounted|unmounted|remounted: whether something is mounted at a path, and what.
mode=$1 path=$2
if [ "$mode" = read ]; then
  found=$(findmnt -rnM "$path" -o SOURCE,FSTYPE 2>/dev/null | tail -n 1) || found=
  printf 'mounted\t%s\n' "$([ "$found" ] && echo yes || echo no)"
  [ -z "$found" ] || printf 'source\t%s\nfstype\t%s\n' "${found% *}" "${found##* }"
  exit 0
fi
case $3 in
  mounted) mkdir -p -- "$path"; if mountpoint -q -- "$path"; then mount -o remount -- "$path" || { umount -- "$path"; mount -- "$path"; }; else mount -- "$path"; fi ;;
  unmounted) umount -- "$path" ;;
esac
