# Mounted devices, with their sizes.
while read -r device mount type options dump pass; do
  case $device in
    /*) ;;
    *:/*) ;;
    *) continue ;;
  esac
  [ "$type" != none ] || continue
  mount=$(printf %b "$mount")
  size=$(timeout 5 stat -f -c '%S %b %a %c %d' -- "$mount" 2>/dev/null)
  uuid=$(lsblk -no UUID -- "$device" 2>/dev/null | head -n 1)
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$device" "$mount" "$type" "$options" "$dump" "$pass" "$size" "${uuid:-N/A}"
done </proc/mounts
