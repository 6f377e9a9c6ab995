# Words are packages.
# shellcheck disable=SC2048,SC2086,SC2154
# Prints what keeps dpkg from work, and what apt makes of packages that are not there. Arguments: NAME
# or NAME=VERSION, and several of them in one word where they are to be installed together.
swk_try() { swk_look apt-get -y -q -o Debug::NoLocking=1 --allow-downgrades --print-uris install -- "$@"; }
swk_missing() {
  dpkg-query -W -f '${Package} ${Architecture} ${Version} ${db:Status-Status}\n' -- "$@" 2>/dev/null | awk -v specs="$*" '
    $4 ~ /^(installed|triggers-)/ { if (!($1 in version)) version[$1] = $3; version[$1 ":" $2] = $3 }
    END {
      count = split(specs, spec, " ")
      for (i = 1; i <= count; i++) {
        name = spec[i]; sub(/=.*/, "", name)
        wanted = substr(spec[i], length(name) + 2); gsub(/[.+]/, "\\\\&", wanted); gsub(/\*/, ".*", wanted)
        if (!(name in version) || (wanted != "" && version[name] !~ ("^(" wanted ")$"))) print spec[i]
      }
    }'
}
swk_offer() {
  for swk_update in /var/lib/dpkg/updates/[0-9]*; do [ ! -e "$swk_update" ] || { echo 'dpkg interrupted'; break; }; done
  for swk_lock in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock; do
    swk_inode=$(stat -c %i "$swk_lock" 2>/dev/null) || continue
    swk_pid=$(awk -v inode="$swk_inode" '$2 == "POSIX" && $6 ~ (":" inode "$") { print $5; exit }' /proc/locks)
    [ -z "$swk_pid" ] || { echo "dpkg locked $swk_pid $(cat "/proc/$swk_pid/comm" 2>/dev/null)"; break; }
  done
  [ $# -gt 0 ] || return 0
  swk_due=$(swk_missing $*)
  [ -n "$swk_due" ] || return 0
  for swk_list in /var/lib/apt/lists/*_Packages*; do [ -e "$swk_list" ] || echo 'dpkg no-lists'; break; done
  if swk_try $swk_due; then
    printf '%s\n' "$swk_text" | sed -n 's/^\(Need to get\|After this operation\)/size &/p'
    stat -f -c 'free %a %S' /var/cache/apt/archives /usr
    return 0
  fi
  # What is wrong with one of them is not wrong with the others.
  swk_named='^E: \(Unable to locate package\|Version .* was not found\|Package .* has no installation candidate\)'
  if printf '%s\n' "$swk_text" | grep -q "$swk_named"; then swk_tell "$*"; return; fi
  for swk_set; do
    swk_some=$(swk_missing $swk_set)
    [ -z "$swk_some" ] || swk_try $swk_some || swk_tell "$swk_set"
  done
}
swk_tell() { echo "of $1"; printf '%s\n' "$swk_text" | sed -n "/^'/d; s/^/apt /p"; }
