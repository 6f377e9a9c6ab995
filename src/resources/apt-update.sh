# Updates apt's lists. Arguments: seconds to wait for the lock, the command. The lock of the lists has no timeout in apt: it is tried
# again. The stamp is apt's own (APT::Periodic); if nothing sets it, apt changes the directory of its lists.
patience=$1 waited=0
shift
while :; do
  rc=0
  out=$(LC_ALL=C "$@" 2>&1 </dev/null) || rc=$?
  printf '%s\n' "$out"
  [ "$rc" != 0 ] || break
  case $out in *'Could not get lock'*) ;; *) exit "$rc";; esac
  [ $((waited+=5)) -lt "$patience" ] || exit "$rc"
  sleep 5
done
mkdir -p /var/lib/apt/periodic
: >/var/lib/apt/periodic/update-success-stamp
