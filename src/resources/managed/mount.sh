# mount.sh read PATH | write PATH mounted|unmounted|remounted: whether something is mounted at a path, and what.
# Set before: swk_is_closed.
# shellcheck disable=SC2154
mode=$1 path=$2
# mount(8) goes by names, which must not lead elsewhere in the meantime.
above=$(dirname -- "$path")
while [ ! -e "$above" ]; do above=$(dirname -- "$above"); done
closed=yes
perl -e "$swk_is_closed" "$above" || closed=no
if [ "$mode" = read ]; then
  found=$(findmnt -rnM "$path" -o SOURCE,FSTYPE 2>/dev/null | tail -n 1) || found=
  [ $closed = yes ] || printf 'open\tyes\n'
  printf 'mounted\t%s\n' "$([ "$found" ] && echo yes || echo no)"
  # A bind mount of the directory above shows what lies under a mount.
  if [ -z "$found" ]; then inside=$(find "$path" -mindepth 1 -maxdepth 1 2>/dev/null | head -n 1) || inside=
  else
    # shellcheck disable=SC2016
    inside=$(unshare -m sh -c 'mount --bind -- "$1" /mnt && find "/mnt/$2" -mindepth 1 -maxdepth 1' sh "$(dirname -- "$path")" "$(basename -- "$path")" 2>/dev/null | head -n 1) || inside=
  fi
  [ -z "$inside" ] || printf 'under\tyes\n'
  [ -z "$found" ] || printf 'source\t%s\nfstype\t%s\n' "${found% *}" "${found##* }"
  exit 0
fi
if [ $closed = no ]; then
  echo "others than root can write to a directory above $path: nothing is mounted or unmounted there as root" >&2
  exit 9
fi
case $3 in
  mounted) mkdir -p -- "$path"; if mountpoint -q -- "$path"; then mount -o remount -- "$path" || { umount -- "$path"; mount -- "$path"; }; else mount -- "$path"; fi ;;
  unmounted) umount -- "$path" ;;
esac
